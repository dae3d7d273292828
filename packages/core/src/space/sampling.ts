import type { Random } from "../random/random.js";
import { type Genotype, type MacroOption, type Space, sizeOf } from "./space.js";

/**
 * One architecture, each of the space with the same chance: a macro option counts as often as it has architectures.
 *
 * @example
 * const architecture = architectureAt(space, sample(space, new Random(1)));
 */
export function sample(space: Space, random: Random): Genotype {
  let drawn = random.belowBig(space.size);
  let macro = 0;
  for (const option of space.macroOptions) {
    if (drawn < sizeOf(option)) break;
    drawn -= sizeOf(option);
    macro++;
  }
  const option = space.macroOptions[macro] as MacroOption;
  return {
    macro,
    layers: Array.from({ length: option.depth }, () => random.below(option.layerOptions.length)),
  };
}

/**
 * A neighbour of an architecture: one of its layers, or its macro option, takes another option, each with the same chance.
 * Layers beyond a smaller depth are dropped, those of a greater depth drawn at random. In a space of one architecture the
 * neighbour is that architecture.
 */
export function mutate(space: Space, genotype: Genotype, random: Random): Genotype {
  const { layerOptions } = space.macroOptions[genotype.macro] as MacroOption;
  const places: ("macro" | number)[] = layerOptions.length > 1 ? [...genotype.layers.keys()] : [];
  if (space.macroOptions.length > 1) places.push("macro");
  if (places.length === 0) return genotype;
  const place = random.pick(places);
  if (place === "macro")
    return withMacro(space, genotype, other(genotype.macro, space.macroOptions.length, random), random);
  const layers = [...genotype.layers];
  layers[place] = other(layers[place] as number, layerOptions.length, random);
  return { ...genotype, layers };
}

function withMacro(space: Space, genotype: Genotype, macro: number, random: Random): Genotype {
  const { depth, layerOptions } = space.macroOptions[macro] as MacroOption;
  const layers = Array.from({ length: depth }, (_, index) => {
    const kept = genotype.layers[index];
    return kept !== undefined && kept < layerOptions.length ? kept : random.below(layerOptions.length);
  });
  return { macro, layers };
}

/** An index other than `current`, each with the same chance. */
function other(current: number, count: number, random: Random): number {
  const drawn = random.below(count - 1);
  return drawn < current ? drawn : drawn + 1;
}
