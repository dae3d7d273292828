import type { Random } from "../random/random.js";
import { type Genotype, macroOptionAt, type Space, type Stage, sizeOf } from "./space.js";

/**
 * One architecture, each of the space with the same chance: a macro option counts as often as it has architectures.
 *
 * @example
 * const architecture = architectureAt(space, sample(space, new Random(1)));
 */
export const sample = (space: Space, random: Random): Genotype => sampler(space)(random);

/**
 * `sample` for many draws from one space, which counts the architectures of each macro option once.
 *
 * @example
 * const draw = sampler(space);
 * const drawn = Array.from({ length: 1000 }, () => architectureAt(space, draw(random)));
 */
export function sampler(space: Space): (random: Random) => Genotype {
  const sizes = space.macroOptions.map(sizeOf);
  return (random) => {
    let drawn = random.belowBig(space.size);
    let macro = 0;
    for (const size of sizes) {
      if (drawn < size) break;
      drawn -= size;
      macro++;
    }
    return sampleLayers(space, macro, random);
  };
}

/**
 * One architecture, each macro option of the space with the same chance, then its layers.
 *
 * Nearly all architectures of a space have its greatest depth: a few drawn by `sample` hardly show how anything changes with depth or
 * hidden size. The networks of benchmarks were drawn in this way.
 *
 * @example
 * const random = new Random(0);
 * const drawn = Array.from({ length: 1000 }, () => architectureAt(space, sampleMacroFirst(space, random)));
 */
export const sampleMacroFirst = (space: Space, random: Random): Genotype =>
  sampleLayers(space, random.below(space.macroOptions.length), random);

/** An architecture of one macro option, each of those with the same chance. */
export const sampleLayers = (space: Space, macro: number, random: Random): Genotype =>
  withMacro(space, [], macro, random);

/**
 * A neighbour of an architecture: one of its layers, or its macro option, takes another option, each with the same chance.
 * Layers beyond a smaller depth are dropped; those of a greater depth, and those whose option the new macro option does not have,
 * are drawn at random. In a space of one architecture the neighbour is that architecture.
 */
export function mutate(space: Space, genotype: Genotype, random: Random): Genotype {
  const { stages } = macroOptionAt(space, genotype.macro);
  const macros = space.macroOptions.length;
  if (macros === 1 && stages.every(({ options }) => options.length === 1)) return genotype;
  for (;;) {
    const place = random.below(stages.length + (macros > 1 ? 1 : 0));
    if (place === stages.length)
      return withMacro(space, genotype.layers, other(genotype.macro, macros, random), random);
    const { length } = (stages[place] as Stage).options;
    if (length === 1) continue; // no other option: another place is drawn
    const layers = [...genotype.layers];
    layers[place] = other(layers[place] as number, length, random);
    return { macro: genotype.macro, layers };
  }
}

/**
 * A child of two architectures: the macro option of either, and for each layer the option of either where both have such a layer.
 */
export function crossover(space: Space, one: Genotype, other: Genotype, random: Random): Genotype {
  const macro = random.below(2) === 0 ? one.macro : other.macro;
  const longer = Math.max(one.layers.length, other.layers.length);
  const layers = Array.from({ length: longer }, (_, stage) => {
    const [first, second] = random.below(2) === 0 ? [one, other] : [other, one];
    return (first.layers[stage] ?? second.layers[stage]) as number;
  });
  return withMacro(space, layers, macro, random);
}

/** An architecture of a macro option that keeps the options of layers as far as there are such layers; others are drawn at random. */
export function withMacro(space: Space, kept: readonly number[], macro: number, random: Random): Genotype {
  const { stages } = macroOptionAt(space, macro);
  const layers = stages.map(({ options }, stage) => {
    const option = kept[stage];
    return option !== undefined && option < options.length ? option : random.below(options.length);
  });
  return { macro, layers };
}

/** An index other than `current`, each with the same chance. */
function other(current: number, count: number, random: Random): number {
  const drawn = random.below(count - 1);
  return drawn < current ? drawn : drawn + 1;
}
