import type { Frame, Layer } from "../architecture/architecture.js";
import { addScaled, type ExactSum } from "../capacity/exact-sum.js";
import { oncePer } from "../once-per.js";
import type { Additive } from "../proxy/proxy.js";
import { type Genotype, macroOptionAt, type Space, stackDepthsOf } from "../space/space.js";
import type { SumsOf } from "./alpha.js";

/**
 * The sums over architectures of a space. They share their layers, so that each layer is asked once under each frame; sums are exact, so
 * they are those of the architectures by themselves, to the bit.
 *
 * @example
 * sumsInSpace(space, [{ macro: 0, layers: [0, 2] }])(nsc.scorer().additive); // Float64Array of one entry
 */
export const sumsInSpace =
  (space: Space, genotypes: readonly Genotype[]): SumsOf =>
  (additive) => {
    const termOf = oncePer((frame: Frame, layer: Layer) => additive.layer(layer, frame));
    return Float64Array.from(genotypes, (genotype) => {
      const { high, low } = sumAt(space, genotype, additive, termOf);
      return high + low;
    });
  };

function sumAt(
  space: Space,
  { macro, layers }: Genotype,
  additive: Additive,
  termOf: (frame: Frame, layer: Layer) => ExactSum,
): ExactSum {
  const option = macroOptionAt(space, macro);
  return option.stages.reduce(
    (sum, { options, repeat }, stage) =>
      addScaled(sum, termOf(option.frame, options[layers[stage]!]!), repeat),
    additive.rest(option.frame, stackDepthsOf(option)),
  );
}
