import { z } from "zod";
import {
  maximumDepth,
  maximumHeads,
  maximumHidden,
  maximumVocabulary,
  maximumWidth,
  size,
  sizeOrNone,
} from "../architecture/size.js";
import { checkValue, type Problem, shown } from "../document/check.js";
import type { Values } from "./family.js";

/** The greatest value of a size, by what it is. */
export const maxima = {
  vocabulary: maximumVocabulary,
  hidden: maximumHidden,
  depth: maximumDepth,
  heads: maximumHeads,
  width: maximumWidth,
} as const;

/** What a size is. */
export type SizeOf = keyof typeof maxima;

/**
 * Reads the keys of a config one by one and remembers what is wrong with them, so that a family is a plain function of its keys. What is
 * wrong reads as 1, false or nothing, which nobody sees: a body is taken only if there are no problems.
 *
 * @example
 * const keys = new ConfigKeys({ n_embd: 64 });
 * keys.size("n_embd", "hidden"); // 64
 */
export class ConfigKeys {
  readonly problems: Problem[] = [];

  constructor(readonly config: Values) {}

  /** Whether the config says something under a key; null says nothing, as in transformers. */
  has(key: string): boolean {
    return (this.config[key] ?? undefined) !== undefined;
  }

  /** A size that has to be there. */
  size(key: string, what: SizeOf | number): number {
    return this.#whole(key, 1, typeof what === "number" ? what : maxima[what], undefined) as number;
  }

  /** A size, or what is meant if it is not there. */
  sizeOr<Fallback extends number | undefined>(
    key: string,
    what: SizeOf | number,
    fallback: Fallback,
  ): number | Fallback {
    return this.has(key) ? this.size(key, what) : fallback;
  }

  /** A whole number from 0, or what is meant if it is not there. */
  countOr(key: string, maximum: number, fallback: number): number {
    return this.has(key) ? this.#whole(key, 0, maximum, fallback) : fallback;
  }

  /** True or false, or what is meant if it is not there. */
  flag(key: string, fallback: boolean): boolean {
    const value = this.config[key] ?? fallback;
    if (typeof value === "boolean") return value;
    this.refuse(key, `must be true or false, not ${shown(value)}`);
    return fallback;
  }

  /** A text, or what is meant if it is not there. */
  text(key: string, fallback: string): string {
    const value = this.config[key] ?? fallback;
    if (typeof value === "string") return value;
    this.refuse(key, `must be a text, not ${shown(value)}`);
    return fallback;
  }

  /** A list of texts, one for each layer; nothing if it is not there. */
  layerTexts(key: string, depth: number, known: readonly string[]): readonly string[] | undefined {
    if (!this.has(key)) return undefined;
    const value = this.config[key];
    const unknown = Array.isArray(value) ? value.findIndex((one) => !known.includes(one)) : -1;
    if (!Array.isArray(value)) this.refuse(key, `must be a list, not ${shown(value)}`);
    else if (unknown !== -1)
      this.problems.push({
        path: [key, unknown],
        message: `must be one of ${known.join(", ")}, not ${shown(value[unknown])}`,
      });
    else if (value.length !== depth && this.problems.length === 0)
      this.refuse(key, `has ${value.length} entries, but there are ${depth} layers`);
    else return value;
    return undefined;
  }

  /** Says that a key asks for what cannot be read. */
  refuse(key: string, message: string): void {
    this.problems.push({ path: [key], message });
  }

  /** Refuses a key that asks for more than nothing: anything but null, false, 0 and an empty list. */
  refuseUnlessNothing(key: string, message: string): void {
    const value = this.config[key];
    const nothing = [undefined, null, false, 0].includes(value as null);
    if (!nothing && !(Array.isArray(value) && value.length === 0)) this.refuse(key, message);
  }

  /** Says that one number does not divide another, if neither is wrong already. */
  divides(key: string, divisor: number, [name, dividend]: readonly [string, number]): void {
    if (this.problems.length > 0 || dividend % divisor === 0) return;
    this.refuse(key, `${key} ${divisor} does not divide ${name} ${dividend}`);
  }

  /** Says that a width made of two keys is too large. */
  narrow(key: string, width: number, maximum: number = maximumWidth): void {
    if (width > maximum) this.refuse(key, `makes a width of ${width}, above the maximum of ${maximum}`);
  }

  #whole(key: string, minimum: 0 | 1, maximum: number, fallback: number | undefined): number {
    const value = this.config[key];
    if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum)
      return value as number;
    const schema = minimum === 1 ? size(maximum, key) : sizeOrNone(maximum, key);
    const { problems } = checkValue(z.looseObject({ [key]: schema }), { [key]: value });
    this.problems.push(...(problems ?? []));
    return fallback ?? minimum;
  }
}
