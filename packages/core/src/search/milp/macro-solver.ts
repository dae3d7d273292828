import { mostOver } from "../../extremes.js";
import { type Column, IntegerProgram, type Kind } from "../../knapsack/integer-program.js";
import type { Row, Solution, Solver } from "../../knapsack/solver.js";
import { additiveScore } from "../../proxy/additive.js";
import { within } from "../budget.js";
import type { Budget, Found } from "../search.js";
import { partialSum, type StageSums, type Terms, wholeCosts } from "../terms.js";

/** What a macro option still holds; `bound` is set where the proof of that is missing. */
export interface Outcome {
  readonly candidate?: Found | undefined;
  readonly bound?: number | undefined;
  /** Whether time ended the solver, so that more of it may complete the proof. */
  readonly cutShort?: boolean | undefined;
}

/** What a macro option is made of. */
export interface MacroTerms {
  readonly macro: number;
  readonly score: Terms;
  /** The quantities that matter: those of the budgets, in their order, and the one that breaks ties. */
  readonly costs: readonly Terms[];
}

/** The ends of a budget, without what it is on. */
export type Ends = Omit<Budget, "quantity">;

/**
 * How far below a score the next one is looked for, measured in what layers can differ by. Nearer to its tolerances the solver errs: it
 * finds what a row cuts off, fails to confirm it, and gives up or passes something over.
 */
const step = 1e-5;
/** How far the score of something cheaper may be off before it is counted exactly. */
const window = 1e-8;
/** The row that holds scores in the window is written in units this small, for its width to be above the tolerances. */
const windowUnit = 1e-4;

/** The integer program of one macro option under budgets, asked for its best, second best, … score. */
export class MacroSolver {
  readonly #terms: MacroTerms;
  readonly #program: IntegerProgram;
  readonly #budgets: readonly Budget[];
  readonly #solver: Solver;

  /** @param bestOnly whether the second best is of no interest */
  constructor(terms: MacroTerms, budgets: readonly Budget[], solver: Solver, bestOnly: boolean) {
    const { score, costs } = terms;
    this.#terms = terms;
    this.#program = new IntegerProgram(kindsOf(terms, bestOnly), score, costs);
    this.#budgets = budgets;
    this.#solver = solver;
  }

  /** An upper bound on every score; `undefined` if nothing fits. */
  relaxedBound(): number | undefined {
    const { gains } = this.#program;
    const solution = this.#solver.solve(this.#program.linear(gains, this.#budgets), { relaxed: true });
    return solution.status === "infeasible" ? undefined : this.#program.boundOf(solution.bound);
  }

  /**
   * The best architecture, of equal scores the cheapest; with `below` the best that scores less.
   *
   * @param seconds the most that it may take
   */
  next(below: number | undefined, seconds: number | undefined): Outcome {
    const { gains } = this.#program;
    const upper = below === undefined ? undefined : this.#program.gainOf(below) - step;
    const cut = upper === undefined ? [] : [{ coefficients: gains, lower: Number.NEGATIVE_INFINITY, upper }];
    const solution = this.#solve(gains, cut, seconds);
    if (solution.status === "infeasible") return {};
    const isProven = solution.status === "optimal";
    const found = solution.x && this.#candidate(solution.x);
    const bound = this.#program.boundOf(solution.bound);
    const cutShort = !isProven;
    if (!found || (below !== undefined && found.score >= below)) return { bound, cutShort };
    return isProven ? this.#cheapest(found, seconds) : { candidate: found, bound, cutShort };
  }

  /** The smallest (direction −1) or largest (1) value of a cost within other budgets; `undefined` if nothing is. */
  extreme(cost: number, direction: 1 | -1, budgets: readonly Ends[]): number | undefined {
    const prices = this.#prices(cost);
    const largest = mostOver([1, ...prices], (price) => price);
    const objective = prices.map((price) => (direction * price) / largest);
    const solution = this.#solver.solve(this.#program.linear(objective, budgets));
    if (solution.status === "infeasible" || !solution.x) return undefined;
    return totalOf(this.#terms.costs[cost] as Terms, this.#program.choicesOf(solution.x));
  }

  /** Of the architectures with the score of this one the cheapest; cut short, one that may be dearer. */
  #cheapest(found: Found, seconds: number | undefined): Outcome {
    const prices = this.#prices(this.#terms.costs.length - 1);
    const scale = mostOver([1, ...prices], Math.abs);
    const gain = this.#program.gainOf(found.score);
    const row: Row = {
      coefficients: this.#program.gains.map((value) => value / windowUnit),
      lower: (gain - window) / windowUnit,
      upper: (gain + window) / windowUnit,
    };
    const objective = prices.map((price) => -price / scale);
    const solution = this.#solve(objective, [row], seconds);
    const cheaper = solution.status === "infeasible" || !solution.x ? undefined : this.#candidate(solution.x);
    const isCheaper = cheaper && cheaper.score === found.score && cheaper.cost < found.cost;
    return { candidate: isCheaper ? cheaper : found, cutShort: solution.status === "cut short" };
  }

  #prices(cost: number): number[] {
    return this.#program.columns.map(({ sizes }) => sizes[cost] as number);
  }

  #solve(objective: readonly number[], rows: readonly Row[], seconds: number | undefined): Solution {
    return this.#solver.solve(this.#program.linear(objective, this.#budgets, rows), { seconds });
  }

  /** What a solution stands for, counted exactly; nothing if rounding made it miss a budget. */
  #candidate(x: readonly number[]): Found | undefined {
    const { macro, score, costs } = this.#terms;
    const layers = this.#program.choicesOf(x);
    const fits = this.#budgets.every((budget, index) =>
      within(totalOf(costs[index] as Terms, layers), budget),
    );
    if (!fits || layers.includes(-1)) return undefined;
    return {
      genotype: { macro, layers },
      score: totalOf(score, layers),
      cost: totalOf(costs.at(-1) as Terms, layers),
    };
  }
}

const totalOf = (terms: Terms, layers: readonly number[]): number =>
  additiveScore(partialSum(terms, layers), terms.scale);

/** Stages with the same options are one kind. */
function kindsOf({ score, costs }: MacroTerms, bestOnly: boolean): Kind[] {
  const kinds: { readonly groups: number[]; readonly sums: readonly StageSums[] }[] = [];
  for (const stage of score.stages.keys()) {
    const sums = [score, ...costs].map(({ stages }) => stages[stage] as StageSums);
    const same = kinds.find((kind) => kind.sums.every((one, index) => one === sums[index]));
    if (same) same.groups.push(stage);
    else kinds.push({ groups: [stage], sums });
  }
  return kinds.map(({ groups, sums: [own, ...prices] }) => ({
    groups,
    columns: columnsOf(own as StageSums, prices, bestOnly),
  }));
}

/**
 * Options that nothing tells apart are one unknown, the first of them. Of those with the same costs only the best matters if only the
 * best is asked for.
 */
function columnsOf(score: StageSums, costs: readonly StageSums[], bestOnly: boolean): Column[] {
  const kept = new Map<string, Column>();
  const whole = costs.map((cost) => wholeCosts(cost, "milp"));
  for (let choice = 0; choice < score.high.length; choice++) {
    const sizes = whole.map((cost) => cost[choice] as number);
    const value = (score.high[choice] as number) + (score.low[choice] as number);
    const key = (bestOnly ? sizes : [value, ...sizes]).join();
    if (value > (kept.get(key)?.value ?? Number.NEGATIVE_INFINITY)) kept.set(key, { choice, value, sizes });
  }
  return [...kept.values()];
}
