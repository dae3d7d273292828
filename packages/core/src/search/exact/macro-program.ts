import type { ExactSum } from "../../capacity/exact-sum.js";
import { UsageError } from "../../errors.js";
import { additiveScore } from "../../proxy/additive.js";
import type { Additive } from "../../proxy/proxy.js";
import type { MacroOption, Stage } from "../../space/space.js";
import type { Found, SearchRequest } from "../search.js";
import { type StageSums, type Terms, TermTable } from "../terms.js";
import { KBest } from "./k-best.js";
import { type Level, reach, type StageTerms } from "./reachable.js";

/** The dynamic program of one macro option: what it holds, and how to run it. */
export interface MacroProgram {
  readonly macro: number;
  readonly stages: readonly StageTerms[];
  /** Value outside the layers. */
  readonly rest: ExactSum;
  /** Score = (value + rest) · scale. */
  readonly scale: number;
  /** What the layers may cost at most, for bounds. */
  readonly largestCost: number;
  /**
   * Runs the program.
   *
   * @param frontOnly keep only costs that score more than all lower ones; `found` then has rank 0 alone
   */
  readonly solve: (frontOnly?: boolean) => Solved;
}

/** A program that has run. Entry i of each list belongs to the i-th reachable cost within the budget, cheapest first. */
export interface Solved {
  readonly costs: Float64Array;
  /** The best score at each. */
  readonly scores: Float64Array;
  /** The architecture with the best (rank 0), second best, … different score at a cost; `undefined` where there are no more. */
  readonly found: (index: number, rank: number) => Found | undefined;
}

interface Window {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/**
 * Lays out the dynamic program of one macro option.
 *
 * @param window both ends in the unit of the cost quantity
 * @throws {UsageError} where costs are no whole numbers
 */
function macroProgram(
  macro: number,
  option: MacroOption,
  score: Terms,
  cost: Terms,
  window: Window,
): MacroProgram {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = window;
  const stages = stagesOf(score.stages, cost.stages);
  const largestCost = maximum / cost.scale - cost.rest.high;
  const smallestCost = minimum / cost.scale - cost.rest.high;
  // Where the cost has a least value, a worse start may be what reaches it.
  const mayPrune = smallestCost === Number.NEGATIVE_INFINITY;
  const solve = (frontOnly = false): Solved => {
    const reachable = reach(stages, largestCost, frontOnly && mayPrune);
    const { offsets, high, low } = reachable.levels.at(-1) as Level;
    const first = offsets.findIndex((offset) => reachable.base + reachable.unit * offset >= smallestCost);
    const states = first < 0 ? 0 : offsets.length - first;
    const total = (one: number, other: number): number =>
      additiveScore({ high: one + score.rest.high, low: other + score.rest.low }, score.scale);
    const costs = new Float64Array(states);
    const scores = new Float64Array(states);
    for (let index = 0, state = first; index < states; index++, state++) {
      const layersCost = reachable.base + reachable.unit * (offsets[state] as number);
      costs[index] = (layersCost + cost.rest.high) * cost.scale;
      scores[index] = total(high[state] as number, low[state] as number);
    }
    const kBest = new KBest(reachable, stages);
    const found = (index: number, rank: number): Found | undefined => {
      const solution = rank === 0 ? undefined : kBest.get(stages.length, first + index, rank);
      if (rank > 0 && !solution) return undefined;
      const layers = () => tidy(kBest.options(stages.length, first + index, rank), option.stages);
      return {
        score: solution ? total(solution.high, solution.low) : (scores[index] as number),
        cost: costs[index] as number,
        genotype: lazyGenotype(macro, layers),
      };
    };
    return { costs, scores, found };
  };
  return { macro, stages, rest: score.rest, scale: score.scale, largestCost, solve };
}

/** The programs of all macro options of a space, under the budget of a request if it has one. */
export function programsOf({ space, scorer, cost, budgets: [budget] }: SearchRequest): MacroProgram[] {
  const scores = new TermTable(scorer.additive as Additive);
  const costs = new TermTable(cost.additive as Additive);
  const window = { minimum: budget?.minimum, maximum: budget?.maximum };
  return space.macroOptions.map((option, macro) =>
    macroProgram(macro, option, scores.of(option), costs.of(option), window),
  );
}

/** Score and cost of each option side by side; stages that share their sums share the result, so that bounds see them as equal. */
function stagesOf(scores: readonly StageSums[], costs: readonly StageSums[]): StageTerms[] {
  const known = new Map<StageSums, StageTerms>();
  return scores.map((score, stage) => {
    const found = known.get(score) ?? {
      costs: wholeCosts(costs[stage] as StageSums),
      high: score.high,
      low: score.low,
    };
    known.set(score, found);
    return found;
  });
}

function wholeCosts({ high, low }: StageSums): number[] {
  if (low.some((value) => value !== 0) || high.some((value) => !Number.isSafeInteger(value)))
    throw new UsageError(
      "exact search: the budget counts in fractions; give it a quantity in whole numbers, or search by evolution",
    );
  return [...high];
}

/** The layers are found when they are asked for: most candidates never are. */
function lazyGenotype(macro: number, layers: () => number[]): Found["genotype"] {
  let known: number[] | undefined;
  return {
    macro,
    get layers() {
      known ??= layers();
      return known;
    },
  };
}

/** Equal stages may take their options in any order; equal layers then stand side by side. */
function tidy(choices: readonly number[], stages: readonly Stage[]): number[] {
  const tidied = [...choices];
  for (let start = 0; start < stages.length; ) {
    let end = start + 1;
    while (
      end < stages.length &&
      stages[end]?.options === stages[start]?.options &&
      stages[end]?.repeat === stages[start]?.repeat
    )
      end++;
    tidied.splice(start, end - start, ...tidied.slice(start, end).sort((one, other) => one - other));
    start = end;
  }
  return tidied;
}
