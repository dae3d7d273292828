import type { ExactSum } from "../../capacity/exact-sum.js";
import { UsageError } from "../../errors.js";
import { additiveScore } from "../../proxy/additive.js";
import type { MacroOption, Stage } from "../../space/space.js";
import type { Found } from "../search.js";
import type { StageSums, Terms } from "../terms.js";
import { KBest, optionsOf, type Solution } from "./k-best.js";
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
  /** Runs the program. */
  readonly solve: () => Solved;
}

/** A program that has run. */
export interface Solved {
  /** The reachable costs within the budget, as states of the last level, cheapest first. */
  readonly states: readonly number[];
  /** The best (rank 0), second best, … different value at a state. */
  readonly solution: (state: number, rank: number) => Solution | undefined;
  /** What a solution stands for. `solution` of rank 0 always exists. */
  readonly found: (state: number, solution: Solution | undefined) => Found;
  /** Score and cost of the best value at a state, without finding its layers. */
  readonly value: (state: number) => { readonly score: number; readonly cost: number };
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
export function macroProgram(
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
  const solve = (): Solved => {
    const reachable = reach(stages, largestCost, false);
    const last = reachable.levels.at(-1) as Level;
    const layersCost = (state: number): number =>
      reachable.base + reachable.unit * (last.offsets[state] as number);
    const kBest = new KBest(reachable, stages);
    const total = (high: number, low: number): number =>
      additiveScore({ high: high + score.rest.high, low: low + score.rest.low }, score.scale);
    const costOf = (state: number): number => (layersCost(state) + cost.rest.high) * cost.scale;
    return {
      states: [...last.offsets.keys()].filter((state) => layersCost(state) >= smallestCost),
      solution: (state, rank) => kBest.get(stages.length, state, rank),
      value: (state) => ({
        score: total(last.high[state] as number, last.low[state] as number),
        cost: costOf(state),
      }),
      found: (state, solution) => {
        const { high, low } = solution as Solution;
        const layers = () => tidy(optionsOf(solution as Solution), option.stages);
        return { score: total(high, low), cost: costOf(state), genotype: lazyGenotype(macro, layers) };
      },
    };
  };
  return { macro, stages, rest: score.rest, scale: score.scale, largestCost, solve };
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
    throw new UsageError("exact search: the budget counts in fractions");
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
