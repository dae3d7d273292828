import { InputError, type Problem } from "@zerolm/core";
import type { Config } from "../checkpoint.js";

/** As in core's schemas: above any Transformer that exists, and low enough that products of two stay exact. */
const maximumSize = 2 ** 24;
const maximumDepth = 1024;

/** Reads sizes from a config and remembers what is wrong with them. */
export class SizeReader {
  readonly config: Config;
  readonly #problems: Problem[] = [];

  constructor(config: Config) {
    this.config = config;
  }

  /** A whole number from 1. Null counts as absent; without a default it must be there. */
  size(key: string, fallback?: number, maximum = maximumSize): number {
    const value = this.config[key] ?? undefined;
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= maximum) return value;
    const found = value === undefined ? "is missing" : `must be a whole number from 1 to ${maximum}`;
    this.problem(key, found);
    return fallback ?? 1;
  }

  /** A number of layers. */
  depth(key: string, fallback?: number): number {
    return this.size(key, fallback, maximumDepth);
  }

  /** As many labels as `id2label` names, `num_labels`, or 2. */
  labels(): number {
    const { id2label } = this.config;
    const named = typeof id2label === "object" && id2label !== null ? Object.keys(id2label).length : 0;
    return named > 0 ? named : this.size("num_labels", 2);
  }

  /** `dividend` / `divisor`, which must divide. */
  quotient(key: string, dividend: number, divisor: number): number {
    if (dividend % divisor !== 0) this.problem(key, `${divisor} does not divide ${dividend}`);
    return Math.max(1, Math.floor(dividend / divisor));
  }

  problem(key: string, message: string): void {
    this.#problems.push({ path: [key], message });
  }

  /** @throws {InputError} that names everything that was wrong */
  finish(): void {
    const errors = this.#problems.map(
      ({ path, message }) => new InputError(message, { file: "config.json", key: String(path[0]) }),
    );
    const [first, ...rest] = errors;
    if (first) throw new InputError(first.message, first.place, rest);
  }
}
