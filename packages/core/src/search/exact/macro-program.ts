import type { ExactSum } from "../../capacity/exact-sum.js";
import { additiveScore } from "../../proxy/additive.js";
import type { MacroOption, Stage } from "../../space/space.js";
import type { Found } from "../search.js";
import type { Terms } from "../terms.js";
import type { Level } from "./cells.js";
import type { Clock, Standing } from "./clock.js";
import { lazyGenotype, tidy } from "./genotype.js";
import { KBest } from "./k-best.js";
import { type Layout, layoutOf } from "./layout.js";
import type { OptionTable, Thinning } from "./options.js";
import { type Reachable, reach } from "./reachable.js";
import { lowered, Relaxation, raised } from "./relaxation.js";
import { type Steps, stepsOf } from "./steps.js";

/** A program that has run. Entry i of each list belongs to the i-th reachable cost within the budget, cheapest first. */
export interface Solved {
  readonly costs: Float64Array;
  /** The best score at each. */
  readonly scores: Float64Array;
  /** The architecture with the best (rank 0), second best, … different score at a cost; `undefined` where there are no more. */
  readonly found: (index: number, rank: number) => Found | undefined;
  /** No score that was asked for and is missing is above it; −∞ where none is missing. */
  readonly lost: number;
}

/** What a program is run for. */
export interface Aim {
  /** Scores below it are of no interest. */
  readonly threshold: number;
  /** How many states of a layer are followed at most. */
  readonly limit: number;
  /** Only costs that score more than all lower ones matter; `found` then has rank 0 alone. */
  readonly front: boolean;
}

/** A budget on the cost, both ends in its unit. */
export interface Window {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

interface Prepared {
  readonly layout: Layout;
  /** Made when it is asked for. */
  readonly relaxation: () => Relaxation;
  /** Offsets within the budget, both ends included. */
  readonly least: number;
  readonly most: number;
}

/** The dynamic program of one macro option. */
export class MacroProgram {
  readonly macro: number;
  readonly #stages: readonly Stage[];
  readonly #score: Terms;
  readonly #cost: Terms;
  readonly #window: Window;
  readonly #table: OptionTable;
  /** Whether any of the best scores matters, or only the best itself. */
  readonly #thinning: Thinning;
  readonly #prepared = new Map<Thinning, Prepared>();
  #steps: Steps | undefined;

  /**
   * @param window both ends in the unit of the cost quantity
   * @param bestOnly whether the second best score is of no interest
   */
  constructor(
    macro: number,
    { stages }: MacroOption,
    terms: { readonly score: Terms; readonly cost: Terms },
    window: Window,
    table: OptionTable,
    bestOnly: boolean,
  ) {
    this.macro = macro;
    this.#stages = stages;
    this.#score = terms.score;
    this.#cost = terms.cost;
    this.#window = window;
    this.#table = table;
    this.#thinning = !this.#mayPrune ? "equal" : bestOnly ? "dominated" : "dearer";
  }

  /** Where the cost has a least value, a worse start may be what reaches it. */
  get #mayPrune(): boolean {
    return (this.#window.minimum ?? Number.NEGATIVE_INFINITY) === Number.NEGATIVE_INFINITY;
  }

  /** No score within the budget is above it; −∞ where nothing fits. */
  get bound(): number {
    const { relaxation, least, most } = this.#prepare(this.#thinning);
    return this.#scoreBound(relaxation().from(0).within(least, most));
  }

  /** How far below the bound the best may well be: what the last step of the relaxation is worth. */
  get gap(): number {
    const { relaxation, least, most } = this.#prepare(this.#thinning);
    return relaxation().from(0).stepAt(least, most) * this.#score.scale;
  }

  /** About how many costs there are, at most. */
  get breadth(): number {
    const { layout, most } = this.#prepare(this.#thinning);
    return (
      Math.min(
        most,
        layout.offsets.reduce((sum, offsets) => sum + (offsets.at(-1) as number), 0),
      ) + 1
    );
  }

  /** No score is below it. */
  get floor(): number {
    const { layout } = this.#prepare(this.#thinning);
    const least = layout.stages.reduce((sum, { high, low }) => {
      const values = high.map((value, option) => value + (low[option] as number));
      return sum + values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
    }, 0);
    return this.#total({ high: lowered(least), low: 0 });
  }

  /** The most options of a layer that matter. */
  get widest(): number {
    const { stages } = this.#prepare(this.#thinning).layout;
    return stages.reduce((most, { options }) => Math.max(most, options.length), 1);
  }

  /** How many states of a layer memory and time allow. */
  get mostStates(): number {
    return Math.ceil(Math.min(maximumStates / this.#stages.length, maximumSteps / this.widest));
  }

  /** Runs the program; nothing where the clock ended it. */
  async solve(
    { threshold, limit, front }: Aim,
    clock: Clock,
    standing: (share: number) => Standing,
  ): Promise<Solved | undefined> {
    const prepared = this.#prepare(front && this.#mayPrune ? "dominated" : this.#thinning);
    const { layout, relaxation, least, most } = prepared;
    const { rest, scale } = this.#score;
    const pursuit = {
      least,
      most,
      threshold: threshold / scale - (rest.high + rest.low),
      limit,
      dominance: front && this.#mayPrune,
    };
    const reachable = await reach(layout, relaxation(), pursuit, clock, standing);
    return reachable && this.#solved(prepared, reachable);
  }

  #solved({ layout, least }: Prepared, reachable: Reachable): Solved {
    const { offsets, high, low } = reachable.levels.at(-1) as Level;
    const first = offsets.findIndex((offset) => offset >= least);
    const states = first < 0 ? 0 : offsets.length - first;
    const costs = new Float64Array(states);
    const scores = new Float64Array(states);
    for (let index = 0, state = first; index < states; index++, state++) {
      costs[index] = this.#costAt(layout, offsets[state] as number);
      scores[index] = this.#total({ high: high[state] as number, low: low[state] as number });
    }
    const kBest = new KBest(reachable.levels, layout);
    const found = (index: number, rank: number): Found | undefined => {
      const solution = rank === 0 ? undefined : kBest.get(layout.stages.length, first + index, rank);
      if (rank > 0 && !solution) return undefined;
      const layers = () => this.#layers(layout, kBest.options(layout.stages.length, first + index, rank));
      return {
        score: solution ? this.#total(solution) : (scores[index] as number),
        cost: costs[index] as number,
        genotype: lazyGenotype(this.macro, layers),
      };
    };
    return { costs, scores, found, lost: this.#scoreBound(reachable.lost) };
  }

  #prepare(thinning: Thinning): Prepared {
    const known = this.#prepared.get(thinning);
    if (known) return known;
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = this.#window;
    const layout = layoutOf(this.#table.ofAll(this.#score.stages, this.#cost.stages, thinning));
    const offsetOf = (cost: number): number =>
      (cost / this.#cost.scale - this.#cost.rest.high - layout.base) / layout.unit;
    let relaxation: Relaxation | undefined;
    const prepared = {
      layout,
      relaxation: () => {
        relaxation ??= new Relaxation(layout);
        return relaxation;
      },
      least: Math.ceil(offsetOf(minimum)),
      most: Math.floor(offsetOf(maximum)),
    };
    this.#prepared.set(thinning, prepared);
    return prepared;
  }

  #costAt({ base, unit }: Layout, offset: number): number {
    return (base + unit * offset + this.#cost.rest.high) * this.#cost.scale;
  }

  #total({ high, low }: ExactSum): number {
    const { rest, scale } = this.#score;
    return additiveScore({ high: high + rest.high, low: low + rest.low }, scale);
  }

  /** The score of an upper bound on the value of the layers. Values that are whole numbers have a common step, and so have bounds. */
  #scoreBound(value: number): number {
    if (value === Number.NEGATIVE_INFINITY) return value;
    const bound = raised(value);
    this.#steps ??= stepsOf(this.#score);
    const { base, step } = this.#steps;
    const whole = step > 0 ? base + step * Math.floor((bound - base) / step) : bound;
    return this.#total({ high: whole, low: 0 });
  }

  /** Places among all options for places among those that matter. */
  #layers({ stages }: Layout, choices: readonly number[]): number[] {
    const layers = choices.map((choice, stage) => stages[stage]?.options[choice] as number);
    return tidy(layers, this.#stages);
  }
}

/** States of all layers together, 24 bytes each. */
const maximumStates = 1 << 25;
/** States of a layer times options of the next: what one step of the program may cost. */
const maximumSteps = 1 << 28;
