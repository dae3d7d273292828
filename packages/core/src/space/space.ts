import type { Architecture, Frame, Layer } from "../architecture/architecture.js";
import type { Bindings } from "./declaration.js";

/** One combination of the macro choices: the frame, the depth, and what each of its layers may be. */
export interface MacroOption {
  /** The values of the macro choices, as `{ hidden: 256, depth: 4 }`. */
  readonly choices: Bindings;
  readonly frame: Frame;
  readonly depth: number;
  /** One entry a combination of layer choices; any layer may take any. Entries may be equal where a choice changes nothing. */
  readonly layerOptions: readonly Layer[];
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

/** One architecture of a space by its choices: an index into `macroOptions`, and for each layer one into `layerOptions`. */
export interface Genotype {
  readonly macro: number;
  readonly layers: readonly number[];
}

/** How many architectures a macro option has: layer options to the power of the depth. */
export const sizeOf = ({ layerOptions, depth }: MacroOption): bigint =>
  BigInt(layerOptions.length) ** BigInt(depth);

/**
 * The architecture of a genotype.
 *
 * @example
 * const best = architectureAt(space, { macro: 3, layers: [47, 47, 47, 47] });
 */
export function architectureAt(space: Space, { macro, layers }: Genotype): Architecture {
  const option = space.macroOptions[macro] as MacroOption;
  return { ...option.frame, layers: layers.map((index) => option.layerOptions[index] as Layer) };
}

/**
 * Every genotype of a space, macro option by macro option, the last layer changing fastest.
 *
 * @example
 * for (const genotype of enumerate(space)) console.log(architectureAt(space, genotype));
 */
export function* enumerate(space: Space): Generator<Genotype> {
  for (const [macro, { layerOptions, depth }] of space.macroOptions.entries()) {
    const layers = new Array<number>(depth).fill(0);
    for (let more = true; more; more = countUp(layers, layerOptions.length))
      yield { macro, layers: [...layers] };
  }
}

/** Counts `digits` up in place, the last changing fastest, each below `base`; false after the last combination. */
export function countUp(digits: number[], base: number): boolean {
  for (let place = digits.length - 1; place >= 0; place--) {
    const next = (digits[place] as number) + 1;
    digits[place] = next < base ? next : 0;
    if (next < base) return true;
  }
  return false;
}
