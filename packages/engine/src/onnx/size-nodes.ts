import type { ModelWriter } from "./model.js";
import type { Monomial, Polynomial, Term } from "./size-polynomials.js";

/** An input that has an open size, and which of its axes that is. */
export interface SizeAxis {
  readonly input: string;
  readonly axis: number;
}

/** Where a model reads its open sizes: sequences, tokens, and tokens of the cache. */
export type SizeAxes = readonly (SizeAxis | undefined)[];

const names = ["batch_size", "sequence_length", "past_sequence_length"] as const;

/** Nodes that compute sizes, each once: lists of whole numbers with one entry. */
export class SizeNodes {
  readonly #model: ModelWriter;
  readonly #axes: SizeAxes;

  constructor(model: ModelWriter, axes: SizeAxes) {
    this.#model = model;
    this.#axes = axes;
  }

  /** The name of a list of sizes. */
  list(sizes: readonly Polynomial[]): string {
    const runs = runsOf(sizes);
    const parts = runs.map((run) =>
      run.constants ? this.#model.wholeNumbers(run.constants) : this.#size(run.size),
    );
    if (parts.length === 1) return parts[0];
    return this.#model.nodeOnce("Concat", parts, `sizes_${parts.join("_")}`, { axis: 0 });
  }

  #size(size: Polynomial): string {
    return size
      .map((term) => this.#term(term))
      .reduce((sum, term) => this.#model.nodeOnce("Add", [sum, term], `${sum}_plus_${term}`));
  }

  #term({ factor, monomial }: Term): string {
    const symbols = monomial.flatMap((exponent, symbol) =>
      Array.from({ length: exponent }, () => this.#symbol(symbol)),
    );
    const numbers = factor === 1 && symbols.length > 0 ? [] : [this.#model.wholeNumbers([factor])];
    return [...numbers, ...symbols].reduce((product, one) =>
      this.#model.nodeOnce("Mul", [product, one], `${product}_times_${one}`),
    );
  }

  #symbol(symbol: number): string {
    const at = this.#axes[symbol];
    if (!at) throw new RangeError(`no input of the model says its ${names[symbol]}`);
    const shape = this.#model.nodeOnce("Shape", [at.input], `${at.input}_shape`);
    return this.#model.nodeOnce("Gather", [shape, this.#model.wholeNumbers([at.axis])], names[symbol]);
  }
}

/** Neighbouring sizes that are numbers, or one that is not. */
type Run =
  | { readonly constants: readonly number[] }
  | { readonly constants?: undefined; readonly size: Polynomial };

function runsOf(sizes: readonly Polynomial[]): Run[] {
  const runs: Run[] = [];
  for (const size of sizes) {
    const number = numberOf(size);
    const last = runs.at(-1);
    if (number === undefined) runs.push({ size });
    else if (last?.constants) runs[runs.length - 1] = { constants: [...last.constants, number] };
    else runs.push({ constants: [number] });
  }
  return runs;
}

const isConstant = (monomial: Monomial): boolean => monomial.every((exponent) => exponent === 0);

/** The number that a size is, if it depends on nothing. */
export const numberOf = (size: Polynomial): number | undefined =>
  size.every(({ monomial }) => isConstant(monomial))
    ? size.reduce((sum, { factor }) => sum + factor, 0)
    : undefined;

/** What the axis of an input or output is called: its size, or the open size that it has; nothing for what is neither. */
export function axisName(size: Polynomial): number | string | undefined {
  const number = numberOf(size);
  if (number !== undefined) return number;
  const [only, ...others] = size;
  const symbol = only.monomial.findIndex((exponent) => exponent > 0);
  const isPlain = others.length === 0 && only.factor === 1 && sum(only.monomial) === 1;
  return isPlain ? names[symbol] : undefined;
}

const sum = (monomial: Monomial): number => monomial.reduce((all, one) => all + one, 0);
