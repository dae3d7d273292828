import type { Random } from "../random/random.js";
import { type Genotype, type MacroOption, type Space, type Stage, sizeOf } from "./space.js";

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
  const { stages } = space.macroOptions[macro] as MacroOption;
  return { macro, layers: stages.map(({ options }) => random.below(options.length)) };
}

/**
 * A neighbour of an architecture: one of its layers, or its macro option, takes another option, each with the same chance.
 * Layers beyond a smaller depth are dropped, those of a greater depth drawn at random. In a space of one architecture the
 * neighbour is that architecture.
 */
export function mutate(space: Space, genotype: Genotype, random: Random): Genotype {
  const { stages } = space.macroOptions[genotype.macro] as MacroOption;
  const places: ("macro" | number)[] = [...stages.keys()].filter(
    (stage) => (stages[stage] as Stage).options.length > 1,
  );
  if (space.macroOptions.length > 1) places.push("macro");
  if (places.length === 0) return genotype;
  const place = random.pick(places);
  if (place === "macro")
    return withMacro(
      space,
      genotype.layers,
      other(genotype.macro, space.macroOptions.length, random),
      random,
    );
  const layers = [...genotype.layers];
  layers[place] = other(layers[place] as number, (stages[place] as Stage).options.length, random);
  return { ...genotype, layers };
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

function withMacro(space: Space, kept: readonly number[], macro: number, random: Random): Genotype {
  const { stages } = space.macroOptions[macro] as MacroOption;
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
