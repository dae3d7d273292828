import type { Additive } from "../../proxy/proxy.js";
import { architectureAt, type Genotype, type Space } from "../../space/space.js";
import { quantityOf } from "../budget.js";
import type { MeasuredQuantity, Quantity } from "../search.js";
import { type StageSums, type Terms, termsOf } from "../terms.js";

/** Measures one quantity of the architectures of a space, many times. */
export interface Meter {
  readonly of: (genotype: Genotype) => number;
  /** The value with each of the first options of one stage, all else as it is; entry i of `values` belongs to entry i of `options`. */
  readonly around: (
    genotype: Genotype,
    stage: number,
    options: Int32Array,
    count: number,
    values: Float64Array,
  ) => void;
}

/** Lays sums over layers out by layer, so that measuring is a few additions; measures whole architectures otherwise. */
export function meterOf(quantity: Quantity, space: Space): Meter {
  return quantity.additive ? additiveMeter(quantity.additive, space) : wholeMeter(quantity, space);
}

/** Adds up terms. All add exactly, so the value is the one that the whole architecture gives, to the bit. */
function additiveMeter(additive: Additive, space: Space): Meter {
  const terms = space.macroOptions.map((option) => termsOf(additive, option));
  return {
    of: ({ macro, layers }) => {
      const { stages, rest, scale } = terms[macro] as Terms;
      let { high, low } = rest;
      for (let stage = 0; stage < layers.length; stage++) {
        const sums = stages[stage] as StageSums;
        high += sums.high[layers[stage] as number] as number;
        low += sums.low[layers[stage] as number] as number;
      }
      return (high + low) * scale;
    },
    around: ({ macro, layers }, changed, options, count, values) => {
      const { stages, rest, scale } = terms[macro] as Terms;
      let { high, low } = rest;
      for (let stage = 0; stage < layers.length; stage++) {
        if (stage === changed) continue;
        const sums = stages[stage] as StageSums;
        high += sums.high[layers[stage] as number] as number;
        low += sums.low[layers[stage] as number] as number;
      }
      const { high: addedHigh, low: addedLow } = stages[changed] as StageSums;
      for (let index = 0; index < count; index++) {
        const option = options[index] as number;
        values[index] = (high + (addedHigh[option] as number) + (low + (addedLow[option] as number))) * scale;
      }
    },
  };
}

function wholeMeter(quantity: MeasuredQuantity, space: Space): Meter {
  const of = (genotype: Genotype): number => quantityOf(quantity, architectureAt(space, genotype));
  return {
    of,
    around: ({ macro, layers }, stage, options, count, values) => {
      for (let index = 0; index < count; index++)
        values[index] = of({ macro, layers: layers.with(stage, options[index] as number) });
    },
  };
}
