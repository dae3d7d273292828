import { input } from "../graph/leaves.js";
import type { Value } from "../graph/value.js";

/** What the bias of a matrix and the shift of a norm are called. */
export const biasName = (name: string): string => `${name}.bias`;

/** The biases, and scales and shifts of norms, that a trained network has. Before training there are none: they are zero, and one. */
export class Vectors {
  readonly #known: Pick<ReadonlySet<string>, "has">;
  readonly #made = new Map<string, Value>();

  /** @param known those that there are */
  constructor(known: Pick<ReadonlySet<string>, "has">) {
    this.#known = known;
  }

  /** Those that the network has used so far, by name. */
  get used(): ReadonlyMap<string, Value> {
    return this.#made;
  }

  /** The vector of a name, the same value each time; nothing if there is none. */
  get(name: string, width: number): Value | undefined {
    if (!this.#known.has(name)) return undefined;
    const value = this.#made.get(name) ?? input(name, [width]);
    this.#made.set(name, value);
    return value;
  }
}
