import type { Random } from "../../random/random.js";
import { type Genotype, macroOptionAt, type Space } from "../../space/space.js";
import type { Budget } from "../search.js";
import { addExcesses, type Distances, drawNearer, excessOver } from "../sums/excesses.js";
import { endsOf, termsOf } from "../terms.js";
import { type Meter, meterOf } from "./meter.js";

/** A budget and what measures it. */
interface Limit extends Distances {
  readonly meter: Meter;
}

/** An architecture brought nearer to the budgets, and how far it still is from them. */
export interface Repaired {
  readonly genotype: Genotype;
  readonly excess: number;
}

/** How many layers a repair looks at before it gives up, for each layer of the architecture. */
const looks = 2;
/** Options tried at a layer, spread evenly where there are more; fewer where a quantity has to be measured on whole architectures. */
const tries = 32;
const measuredTries = 8;

/**
 * How far architectures are from budgets, and how to bring them nearer.
 *
 * The excess of an architecture is 0 within all budgets, else the sum over the budgets of the distance to the limit in shares of
 * the limit. Architectures drawn from 10²⁰ hardly ever fall into a narrow budget, so what lies outside is repaired, not thrown away.
 */
export class Excess {
  readonly #space: Space;
  readonly #limits: readonly Limit[];
  readonly #tries: number;
  // Room for the options of one layer, used again and again.
  readonly #options = new Int32Array(tries);
  readonly #values = new Float64Array(tries);
  readonly #excesses = new Float64Array(tries);

  constructor(space: Space, budgets: readonly Budget[]) {
    this.#space = space;
    this.#limits = budgets.map((budget) => limitOf(budget, space));
    this.#tries = budgets.every(({ quantity }) => quantity.additive) ? tries : measuredTries;
  }

  of(genotype: Genotype): number {
    let sum = 0;
    for (const limit of this.#limits) sum += excessOver(limit.meter.of(genotype), limit);
    return sum;
  }

  /**
   * A neighbour within the budgets, or as near to them as was found: layer by layer, drawn at random, an option drawn from those
   * that lie within, or else from those that bring it nearer.
   *
   * @param excess that of the genotype
   */
  repaired({ macro, layers: unrepaired }: Genotype, excess: number, random: Random): Repaired {
    const layers = unrepaired.slice();
    const genotype = { macro, layers };
    const { stages } = macroOptionAt(this.#space, macro);
    const most = looks * stages.length;
    let left = excess;
    for (let look = 0; left > 0 && look < most; look++) {
      const stage = random.below(stages.length);
      const count = this.#measure(genotype, stage, stages[stage]?.options.length ?? 0, random);
      const { place, excess: nearer } = drawNearer(this.#excesses, count, left, random);
      const option = this.#options[place];
      if (option === undefined) continue;
      layers[stage] = option;
      left = nearer;
    }
    return { genotype, excess: left };
  }

  /** Fills in options of a stage and the excess that each would give; returns how many. */
  #measure(genotype: Genotype, stage: number, available: number, random: Random): number {
    const count = Math.min(available, this.#tries);
    const [options, values, excesses] = [this.#options, this.#values, this.#excesses];
    // One draw for all: every n-th option from a random one on, n a fraction that the array rounds down.
    const step = available / count;
    let option = available === count ? 0 : random.below(available);
    for (let index = 0; index < count; index++) {
      options[index] = option;
      option += step;
      if (option >= available) option -= available;
      excesses[index] = 0;
    }
    for (const limit of this.#limits) {
      limit.meter.around(genotype, stage, options, count, values);
      addExcesses(values, limit, excesses, count);
    }
    return count;
  }
}

function limitOf(budget: Budget, space: Space): Limit {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, quantity } = budget;
  const meter = meterOf(quantity, space);
  return {
    minimum,
    maximum,
    below: Math.max(1, Math.abs(minimum)),
    above: Math.max(1, Math.abs(maximum)),
    meter,
  };
}

/** The macro options that can meet each budget by itself: their places in the space. */
export function affordableMacros(space: Space, budgets: readonly Budget[]): number[] {
  const limits = budgets.flatMap(({ quantity, minimum, maximum }) =>
    quantity.additive ? [{ minimum, maximum, additive: quantity.additive }] : [],
  );
  return [...space.macroOptions.keys()].filter((macro) =>
    limits.every(({ additive, minimum, maximum }) => {
      const ends = endsOf(termsOf(additive, macroOptionAt(space, macro)));
      const tooLarge = maximum !== undefined && ends.minimum > maximum;
      return !tooLarge && !(minimum !== undefined && ends.maximum < minimum);
    }),
  );
}
