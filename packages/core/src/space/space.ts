import type { Architecture, Frame, Layer } from "../architecture/architecture.js";
import { stackDepths } from "../architecture/stacks.js";
import { UsageError } from "../errors.js";
import type { Bindings } from "./declaration.js";

/** One decision about layers: which of the options the next `repeat` layers take, all the same one. */
export interface Stage {
  /** One entry a combination of layer choices. Entries may be equal where a choice changes nothing. */
  readonly options: readonly Layer[];
  /** The values of the layer choices of each option. Missing in a space that was not compiled from a document. */
  readonly choices?: readonly Bindings[] | undefined;
  /** 1, or the number of layers that must be equal. */
  readonly repeat: number;
}

/** One combination of the macro choices: the frame, and what each of its layers may be. */
export interface MacroOption {
  /** The values of the macro choices, as `{ hidden: 256, depth: 4 }`. */
  readonly choices: Bindings;
  readonly frame: Frame;
  /** First layer first. Stages with the same options share one list. */
  readonly stages: readonly Stage[];
}

/** A set of architectures. */
export interface Space {
  readonly name: string;
  readonly title: string | undefined;
  readonly source: string | undefined;
  readonly macroOptions: readonly MacroOption[];
  /** The exact number of architectures. */
  readonly size: bigint;
}

/** One architecture of a space by its choices: an index into `macroOptions`, and for each stage one into its options. */
export interface Genotype {
  readonly macro: number;
  readonly layers: readonly number[];
}

/** How many architectures a macro option has. */
export function sizeOf({ stages }: MacroOption): bigint {
  const stagesWith = new Map<number, number>();
  for (const { options } of stages) stagesWith.set(options.length, (stagesWith.get(options.length) ?? 0) + 1);
  return [...stagesWith].reduce((size, [count, times]) => size * BigInt(count) ** BigInt(times), 1n);
}

/** How many layers the architectures of a macro option have. */
export const depthOf = ({ stages }: MacroOption): number =>
  stages.reduce((sum, { repeat }) => sum + repeat, 0);

/** How many layers each stack of the architectures of a macro option has. All options of a stage attend to an encoder, or none does. */
export const stackDepthsOf = ({ stages }: MacroOption): readonly number[] =>
  stackDepths(stages.map(({ options, repeat }) => ({ cross: options[0]?.cross, repeat })));

/**
 * A macro option by its place.
 *
 * @throws {UsageError} if the space has none there
 */
export function macroOptionAt({ macroOptions }: Pick<Space, "macroOptions">, macro: number): MacroOption {
  const option = macroOptions[macro];
  if (option) return option;
  throw new UsageError(`a space of ${macroOptions.length} macro options has none at ${macro}`);
}

/**
 * The architecture of a genotype.
 *
 * @example
 * const best = architectureAt(space, { macro: 3, layers: [47, 47, 47, 47] });
 */
export function architectureAt(space: Space, { macro, layers }: Genotype): Architecture {
  const { frame, stages } = macroOptionAt(space, macro);
  return {
    ...frame,
    layers: stages.flatMap(({ options, repeat }, stage) =>
      new Array<Layer>(repeat).fill(options[layers[stage] as number] as Layer),
    ),
  };
}

/**
 * Every genotype of a space, macro option by macro option, the last layer changing fastest.
 *
 * @example
 * for (const genotype of enumerate(space)) console.log(architectureAt(space, genotype));
 */
export function* enumerate(space: Space): Generator<Genotype> {
  for (const [macro, { stages }] of space.macroOptions.entries()) {
    const sizes = stages.map(({ options }) => options.length);
    const layers = new Array<number>(sizes.length).fill(0);
    for (let more = true; more; more = countUp(layers, sizes)) yield { macro, layers: [...layers] };
  }
}

/** Counts `digits` up in place, the last changing fastest, each below its entry of `sizes`; false after the last combination. */
export function countUp(digits: number[], sizes: readonly number[]): boolean {
  for (let place = digits.length - 1; place >= 0; place--) {
    const next = (digits[place] as number) + 1;
    digits[place] = next < (sizes[place] as number) ? next : 0;
    if (digits[place] !== 0) return true;
  }
  return false;
}
