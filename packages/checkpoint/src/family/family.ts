import type { Role as CoreRole, SubModule } from "@zerolm/core";
import type { SizeReader } from "./size-reader.js";

/*
 * A family says which tensors a checkpoint of its kind has and what each is: one or several parts, a part being a matrix
 * (out × in) or a vector of one role in one layer. The shape follows from the axes of its parts, so that what is written down once is
 * read for mapping, for checking and for cutting.
 */

/** What a tensor does. Beyond the matrices of an architecture: vectors, and matrices that core does not count. */
export type TensorRole = CoreRole | "router" | "norm" | "relative" | "patch" | "token";

/** What the indices along one side of a matrix stand for; cutting a head or an FFN row cuts every side that stands for it. */
export interface Axis {
  readonly size: number;
  readonly of: "query" | "keyValue" | "ffn" | "other";
}

/** A matrix rows × cols = out × in, or a vector where there are no cols. */
export interface Part {
  readonly role: TensorRole;
  readonly rows: Axis;
  readonly cols?: Axis | undefined;
}

/** A tensor that a family may have. */
export interface Expected {
  /** Without the family's prefix. */
  readonly name: string;
  /** Older names of the same tensor. */
  readonly aliases?: readonly string[];
  readonly subModule: SubModule;
  /** From 0, the decoder's after the encoder's; undefined outside the layers. */
  readonly layer?: number | undefined;
  /** Which attention or FFN of the layer, where it has several: `cross`, `expert 3`. */
  readonly block?: string | undefined;
  /** Side by side along the rows, as in a fused QKV. */
  readonly parts: readonly Part[];
  /** Stored in × out, as GPT-2's Conv1D does. */
  readonly transposed?: boolean;
  /** The shape in the file, where it is not rows × cols: with leading ones, or an image patch. */
  readonly storedShape?: readonly number[];
  /** A checkpoint without it is whole too. */
  readonly optional?: boolean;
  /** Heads and the like, which stand outside the prefix. */
  readonly outside?: boolean;
}

/** The sizes of one layer. A sub-module that is not there has 0 heads, or 0 FFN rows. */
export interface LayerSizes {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
  readonly ffnWidth: number;
}

/** The sizes of a checkpoint, read from its config. */
export interface Sizes {
  readonly hidden: number;
  readonly vocabulary: number;
  readonly layers: readonly LayerSizes[];
}

/** One `model_type` of Hugging Face: the extension point for new ones, one file and one row in `families`. */
export interface Family<S extends Sizes = Sizes> {
  /** What the tensors of the body begin with in a model with a head; without one they begin with nothing. */
  readonly prefix: string;
  readonly sizes: (read: SizeReader) => S;
  readonly tensors: (sizes: S) => readonly Expected[];
  /** Buffers that old versions saved and nobody needs. */
  readonly ignored?: RegExp;
}

export const other = (size: number): Axis => ({ size, of: "other" });
export const queries = ({ heads, headDim }: LayerSizes): Axis => ({ size: heads * headDim, of: "query" });
export const keyValues = ({ keyValueHeads, headDim }: LayerSizes): Axis => ({
  size: keyValueHeads * headDim,
  of: "keyValue",
});
export const ffnRows = ({ ffnWidth }: LayerSizes): Axis => ({ size: ffnWidth, of: "ffn" });

type Where = Pick<Expected, "subModule" | "layer" | "block" | "optional" | "outside" | "transposed">;

/** Whether a bias is there: always, never, or as the file has it. */
export type Bias = "always" | "never" | "maybe";

/** A dense layer: its matrix, and its bias of as many numbers as the matrix has rows. */
export function dense(name: string, where: Where, parts: readonly Part[], bias: Bias): Expected[] {
  const weight: Expected = { ...where, name: `${name}.weight`, parts };
  if (bias === "never") return [weight];
  const optional = where.optional || bias === "maybe";
  const vectors = parts.map(({ role, rows }) => ({ role, rows }));
  const { transposed: _, ...rest } = where;
  return [weight, { ...rest, name: `${name}.bias`, parts: vectors, ...(optional ? { optional } : {}) }];
}

/** A norm: one vector (RMSNorm), or two (LayerNorm), which TensorFlow called gamma and beta. */
export function norm(name: string, where: Where, size: number, kind: "rms" | "layer"): Expected[] {
  const parts: Part[] = [{ role: "norm", rows: other(size) }];
  const weight: Expected = { ...where, name: `${name}.weight`, aliases: [`${name}.gamma`], parts };
  if (kind === "rms") return [weight];
  return [weight, { ...where, name: `${name}.bias`, aliases: [`${name}.beta`], parts }];
}

/** An embedding table. */
export function table(
  name: string,
  role: TensorRole,
  rows: number,
  cols: number,
  where: Partial<Where> = {},
): Expected {
  return { subModule: "embedding", ...where, name, parts: [{ role, rows: other(rows), cols: other(cols) }] };
}

/** A dense layer of a head that this checkpoint may have, with a bias or without. */
export const headDense = (name: string, role: TensorRole, rows: number, cols: number): Expected[] =>
  dense(
    name,
    { subModule: "head", optional: true, outside: true },
    [{ role, rows: other(rows), cols: other(cols) }],
    "maybe",
  );

/** A task head, of as many outputs as the file has. */
export const taskHeads = (hidden: number, labels: number): Expected[] => [
  ...headDense("score", "task", labels, hidden),
  ...headDense("classifier", "task", labels, hidden),
  ...headDense("qa_outputs", "task", 2, hidden),
];
