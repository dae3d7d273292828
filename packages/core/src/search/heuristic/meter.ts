import type { Additive } from "../../proxy/proxy.js";
import { architectureAt, type Genotype, macroOptionAt, type Space } from "../../space/space.js";
import { quantityOf } from "../budget.js";
import type { MeasuredQuantity, Quantity } from "../search.js";
import { quantitiesAround, quantityAt } from "../sums/stage-sums.js";
import { type Terms, termsOf } from "../terms.js";

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

function additiveMeter(additive: Additive, space: Space): Meter {
  const termsAt = (macro: number): Terms => termsOf(additive, macroOptionAt(space, macro));
  const terms = [...space.macroOptions.keys()].map(termsAt);
  return {
    of: ({ macro, layers }) => quantityAt(terms[macro] ?? termsAt(macro), layers),
    around: ({ macro, layers }, changed, options, count, values) =>
      quantitiesAround(terms[macro] ?? termsAt(macro), layers, changed, options, count, values),
  };
}

function wholeMeter(quantity: MeasuredQuantity, space: Space): Meter {
  const of = (genotype: Genotype): number => quantityOf(quantity, architectureAt(space, genotype));
  return {
    of,
    around: ({ macro, layers }, stage, options, count, values) => {
      for (const [index, option] of options.subarray(0, count).entries())
        values[index] = of({ macro, layers: layers.with(stage, option) });
    },
  };
}
