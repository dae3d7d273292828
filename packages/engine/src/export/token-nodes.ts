import type { TokenSource } from "../graph/value.js";
import { elementTypeNumber, type ModelWriter } from "../onnx/model.js";

/** The input that tokens are given by. */
export const idsInput = "input_ids";

/** Nodes that compute from the tokens of a text what leaves of the graph say of them, each once. */
export class TokenNodes {
  readonly #model: ModelWriter;

  constructor(model: ModelWriter) {
    this.#model = model;
  }

  /** The numbers of tokens, sequence after sequence: less `start` within the source, 0 elsewhere. */
  numbers({ start, end }: TokenSource): string {
    const flat = this.#flat();
    if (start === 0 && end === undefined) return flat;
    const less = this.#model.nodeOnce(
      "Sub",
      [flat, this.#model.wholeNumbers([start])],
      `tokens_less_${start}`,
    );
    const here = this.#within({ start, end });
    return this.#model.nodeOnce(
      "Where",
      [here, less, this.#model.wholeNumbers([0])],
      `tokens_of_${start}_to_${end}`,
    );
  }

  /** 1 for tokens within the source, 0 for others: tokens × 1. */
  blanks({ start, end }: TokenSource): string {
    const [here, to] = [this.#within({ start, end }), elementTypeNumber("float32")];
    const real = this.#model.nodeOnce("Cast", [here], `${here}_as_numbers`, { to });
    return this.#model.nodeOnce("Unsqueeze", [real, this.#model.wholeNumbers([1])], `${real}_in_column`);
  }

  #flat(): string {
    return this.#model.nodeOnce("Reshape", [idsInput, this.#model.wholeNumbers([-1])], "tokens");
  }

  #within({ start, end }: Pick<TokenSource, "start" | "end">): string {
    const flat = this.#flat();
    const from = this.#model.nodeOnce(
      "GreaterOrEqual",
      [flat, this.#model.wholeNumbers([start])],
      `tokens_from_${start}`,
    );
    if (end === undefined) return from;
    const below = this.#model.nodeOnce(
      "Less",
      [flat, this.#model.wholeNumbers([end])],
      `tokens_below_${end}`,
    );
    return this.#model.nodeOnce("And", [from, below], `tokens_within_${start}_to_${end}`);
  }
}
