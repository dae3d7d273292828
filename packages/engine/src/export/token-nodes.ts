import type { TokenSource } from "../graph/value.js";
import { elementTypeNumber, type ModelWriter } from "../onnx/model.js";

/** The input that tokens are given by. */
export const idsInput = "input_ids";

/** Nodes that compute from the tokens of a text what leaves of the graph say of them, each once. */
export class TokenNodes {
  readonly #model: ModelWriter;
  readonly #made = new Set<string>();

  constructor(model: ModelWriter) {
    this.#model = model;
  }

  /** The numbers of tokens, sequence after sequence: less `start` within the source, 0 elsewhere. */
  numbers({ start, end }: TokenSource): string {
    const flat = this.#flat();
    if (start === 0 && end === undefined) return flat;
    const less = this.#node("Sub", [flat, this.#model.wholeNumbers([start])], `tokens_less_${start}`);
    const here = this.#within({ start, end });
    return this.#node("Where", [here, less, this.#model.wholeNumbers([0])], `tokens_of_${start}_to_${end}`);
  }

  /** 1 for tokens within the source, 0 for others: tokens × 1. */
  blanks({ start, end }: TokenSource): string {
    const [here, to] = [this.#within({ start, end }), elementTypeNumber("float32")];
    const real = this.#node("Cast", [here], `${here}_as_numbers`, { to });
    return this.#node("Unsqueeze", [real, this.#model.wholeNumbers([1])], `${real}_in_column`);
  }

  #flat(): string {
    return this.#node("Reshape", [idsInput, this.#model.wholeNumbers([-1])], "tokens");
  }

  #within({ start, end }: Pick<TokenSource, "start" | "end">): string {
    const flat = this.#flat();
    const from = this.#node(
      "GreaterOrEqual",
      [flat, this.#model.wholeNumbers([start])],
      `tokens_from_${start}`,
    );
    if (end === undefined) return from;
    const below = this.#node("Less", [flat, this.#model.wholeNumbers([end])], `tokens_below_${end}`);
    return this.#node("And", [from, below], `tokens_within_${start}_to_${end}`);
  }

  #node(
    operator: string,
    inputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, number>> = {},
  ): string {
    if (!this.#made.has(name)) this.#model.node(operator, inputs, name, attributes);
    this.#made.add(name);
    return name;
  }
}
