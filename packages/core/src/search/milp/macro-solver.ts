import type { ExactSum } from "../../capacity/exact-sum.js";
import { additiveScore } from "../../proxy/additive.js";
import { within } from "../budget.js";
import { greatestCommonDivisor } from "../greatest-common-divisor.js";
import type { Budget, Found } from "../search.js";
import { partialSum, type Terms } from "../terms.js";
import type { LinearProgram, Row, Solver } from "./highs.js";
import type { Column, IntegerProgram } from "./integer-program.js";

/** What a macro option still holds; `bound` is set where the proof of that is missing. */
export interface Outcome {
  readonly candidate?: Found | undefined;
  readonly bound?: number | undefined;
}

/**
 * How far below a score the next one is looked for, measured in what layers can differ by. Nearer to its tolerances the solver errs: it
 * finds what a row cuts off, fails to confirm it, and gives up or passes something over.
 */
const step = 1e-5;
/** How far the score of something cheaper may be off before it is counted exactly. */
const window = 1e-8;
/** The row that holds scores in the window is written in units this small, for its width to be above the tolerances. */
const windowUnit = 1e-4;
/** Room for rounding in a bound that was computed in floating point. */
const slack = 1e-9;

/** The integer program of one macro option under budgets, asked for its best, second best, … score. */
export class MacroSolver {
  readonly #program: IntegerProgram;
  readonly #budgets: readonly Budget[];
  readonly #solver: Solver;
  readonly #least: readonly number[];
  readonly #spread: number;

  constructor(program: IntegerProgram, budgets: readonly Budget[], solver: Solver) {
    this.#program = program;
    this.#budgets = budgets;
    this.#solver = solver;
    this.#least = leastOf(program, ({ value }) => value);
    this.#spread = Math.max(0, ...program.columns.map((column) => this.#gain(column))) || 1;
  }

  /** An upper bound on every score; `undefined` where nothing fits. */
  relaxedBound(): number | undefined {
    const solution = this.#solver.solve(this.#linearProgram(this.#gains(), []), { relaxed: true });
    if (solution.status === "infeasible") return undefined;
    return this.#withSlack(this.#scoreOf(solution.bound));
  }

  /**
   * The best architecture, of equal scores the cheapest; with `below` the best that scores less.
   *
   * @param seconds the most that it may take
   */
  next(below: number | undefined, seconds: number | undefined): Outcome {
    const rows: Row[] =
      below === undefined
        ? []
        : [
            {
              coefficients: this.#gains(),
              lower: Number.NEGATIVE_INFINITY,
              upper: this.#gainOf(below) - step,
            },
          ];
    const solution = this.#solver.solve(this.#linearProgram(this.#gains(), rows), { seconds });
    if (solution.status === "infeasible") return {};
    const bound = solution.status === "optimal" ? undefined : this.#withSlack(this.#scoreOf(solution.bound));
    const found = solution.x && this.#candidate(solution.x);
    if (!found || (below !== undefined && found.score >= below))
      return { bound: bound ?? this.#withSlack(this.#scoreOf(solution.bound)) };
    return { candidate: bound === undefined ? this.#cheapest(found, seconds) : found, bound };
  }

  /** Of the architectures with the score of this one the cheapest. */
  #cheapest(found: Found, seconds: number | undefined): Found {
    const last = this.#program.costs.length - 1;
    const prices = this.#program.columns.map(({ costs }) => -(costs[last] as number));
    const gain = this.#gainOf(found.score);
    const row: Row = {
      coefficients: this.#gains().map((value) => value / windowUnit),
      lower: (gain - window) / windowUnit,
      upper: (gain + window) / windowUnit,
    };
    const scale = Math.max(1, ...prices.map(Math.abs));
    const solution = this.#solver.solve(
      this.#linearProgram(
        prices.map((price) => price / scale),
        [row],
      ),
      { seconds },
    );
    const cheaper = solution.status === "infeasible" || !solution.x ? undefined : this.#candidate(solution.x);
    return cheaper && cheaper.score === found.score && cheaper.cost < found.cost ? cheaper : found;
  }

  /** What a solution stands for, counted exactly; nothing where rounding made it miss a budget. */
  #candidate(x: readonly number[]): Found | undefined {
    const { macro, layersOf, score, costs } = this.#program;
    const layers = layersOf(x);
    const valueOf = (terms: Terms): number => additiveScore(partialSum(terms, layers), terms.scale);
    const fits = this.#budgets.every((budget, index) => within(valueOf(costs[index] as Terms), budget));
    if (!fits) return undefined;
    return { genotype: { macro, layers }, score: valueOf(score), cost: valueOf(costs.at(-1) as Terms) };
  }

  #linearProgram(objective: readonly number[], more: readonly Row[]): LinearProgram {
    const { columns, counts } = this.#program;
    return {
      objective,
      upper: columns.map(({ layerClass }) => counts[layerClass] as number),
      rows: [...countRows(this.#program), ...budgetRows(this.#program, this.#budgets), ...more],
    };
  }

  /** Value above the least of its class, in units of the spread: numbers near 1 suit a solver. */
  #gain({ layerClass, value }: Column): number {
    return value - (this.#least[layerClass] as number);
  }

  #gains(): number[] {
    return this.#program.columns.map((column) => this.#gain(column) / this.#spread);
  }

  #base(): number {
    const { rest } = this.#program.score;
    return baseOf(this.#program, this.#least) + valueOf(rest);
  }

  #scoreOf(gain: number): number {
    return (gain * this.#spread + this.#base()) * this.#program.score.scale;
  }

  #gainOf(score: number): number {
    return (score / this.#program.score.scale - this.#base()) / this.#spread;
  }

  #withSlack(bound: number): number {
    const { scale } = this.#program.score;
    return bound + slack * Math.max(Math.abs(bound), this.#spread * scale);
  }
}

const valueOf = ({ high, low }: ExactSum): number => high + low;

/** The least of something in each class. */
const leastOf = ({ columns, counts }: IntegerProgram, of: (column: Column) => number): number[] =>
  counts.map((_, index) =>
    columns
      .filter(({ layerClass }) => layerClass === index)
      .reduce((least, column) => Math.min(least, of(column)), Number.POSITIVE_INFINITY),
  );

/** The least of every layer, added up. */
const baseOf = ({ counts }: IntegerProgram, least: readonly number[]): number =>
  counts.reduce((sum, count, index) => sum + count * (least[index] as number), 0);

/** Every layer takes one option. */
export const countRows = ({ columns, counts }: IntegerProgram): Row[] =>
  counts.map((count, index) => ({
    coefficients: columns.map(({ layerClass }) => (layerClass === index ? 1 : 0)),
    lower: count,
    upper: count,
  }));

/** The ends of a budget, without what it is on. */
export type Ends = Omit<Budget, "quantity">;

/**
 * Budgets on costs that are whole numbers, each counted from the cheapest choice in units of the greatest common divisor of the
 * differences. The ends stand a quarter of a unit outside, so that no tolerance of a solver decides what is within.
 *
 * @param budgets in the order of the program's costs
 */
export const budgetRows = (program: IntegerProgram, budgets: readonly Ends[]): Row[] =>
  budgets.map(({ minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }, index) => {
    const { rest, scale } = program.costs[index] as Terms;
    const costOf = ({ costs }: Column): number => costs[index] as number;
    const least = leastOf(program, costOf);
    const offsets = program.columns.map((column) => costOf(column) - (least[column.layerClass] as number));
    const unit = offsets.reduce(greatestCommonDivisor, 0) || 1;
    const base = baseOf(program, least) + valueOf(rest);
    return {
      coefficients: offsets.map((offset) => offset / unit),
      lower: Math.ceil((minimum / scale - base) / unit) - 0.25,
      upper: Math.floor((maximum / scale - base) / unit) + 0.25,
    };
  });
