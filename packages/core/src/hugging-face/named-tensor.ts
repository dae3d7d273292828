import type { SubModule } from "../architecture/matrices.js";
import type { Norm } from "../architecture/norm.js";
import type { Role } from "../architecture/sub-module.js";

/*
 * A family says which tensors a checkpoint of its kind has and what each is: one or several parts, a part being a matrix (out × in) or a
 * vector of one role. The shape follows from the axes of the parts, so that what is written down once is read for mapping, for
 * checking and for cutting.
 */

/** What a tensor does: the role of a matrix, which its bias shares, or something that is no matrix of an architecture. */
export type TensorRole = Role | "norm" | "queryNorm" | "keyNorm" | "positionBuckets" | "token";

/**
 * What the indices along one side of a matrix stand for; cutting a head, an FFN row or a channel of the stream (`hidden`) cuts every side
 * that stands for it.
 */
export interface Axis {
  readonly size: number;
  readonly of: "query" | "keyValue" | "ffn" | "hidden" | "other";
}

/** A matrix rows × cols = out × in, or a vector if there are no cols. */
export interface TensorPart {
  readonly role: TensorRole;
  readonly rows: Axis;
  readonly cols?: Axis | undefined;
}

/** A tensor that a checkpoint of a family may have. */
export interface NamedTensor {
  /** Without the family's prefix, `model.` for instance. */
  readonly name: string;
  /** Other names of the same tensor, with the prefix or without: older ones, and those that other classes give their head. */
  readonly aliases?: readonly string[] | undefined;
  readonly subModule: SubModule;
  /** From 0, the decoder's after the encoder's; undefined outside the layers. */
  readonly layer?: number | undefined;
  /** Which attention of the layer. */
  readonly attention?: "self" | "cross" | undefined;
  /** Which expert of a mixture, from 0. */
  readonly expert?: number | undefined;
  /** Side by side along the rows, as in a fused QKV. */
  readonly parts: readonly TensorPart[];
  /** Stored in × out, as GPT-2's Conv1D does. */
  readonly transposed?: boolean | undefined;
  /** The shape in the file if it is not rows × cols: with leading ones, or an image patch. */
  readonly storedShape?: readonly number[] | undefined;
  /** A checkpoint without it is whole too. */
  readonly optional?: boolean | undefined;
  /** Stands outside the prefix, as heads do. */
  readonly outside?: boolean | undefined;
  /** The name of the tensor that this one repeats. */
  readonly tied?: string | undefined;
  /** Not among the parameters of the architecture: the head of another class, or a bias that the config does not announce. */
  readonly uncounted?: boolean | undefined;
}

/** Where a tensor stands: all but its name and its parts. */
export type TensorPlace = Omit<NamedTensor, "name" | "aliases" | "parts" | "storedShape">;

/** An axis that is never cut. */
export const other = (size: number): Axis => ({ size, of: "other" });

/** An axis along the channels of the stream if it is as long as the stream is wide; in a factorised embedding it is not. */
export const streamAxis = (size: number, hidden = size): Axis => ({
  size,
  of: size === hidden ? "hidden" : "other",
});

/**
 * The shape in the file.
 *
 * @example
 * storedShape({ name: "h.0.mlp.c_fc.weight", transposed: true, parts: [{ role: "up", rows: other(32), cols: other(8) }], … }); // [8, 32]
 */
export function storedShape({ storedShape: given, parts, transposed }: NamedTensor): readonly number[] {
  if (given) return given;
  const rows = parts.reduce((sum, part) => sum + part.rows.size, 0);
  const cols = parts[0]?.cols;
  if (!cols) return [rows];
  return transposed ? [cols.size, rows] : [rows, cols.size];
}

/** The weight of a norm, and its bias in a LayerNorm; TensorFlow called them gamma and beta. */
export function normTensors(
  name: string,
  kind: Norm,
  axis: Axis,
  place: TensorPlace,
  role: TensorRole = "norm",
): NamedTensor[] {
  const parts: TensorPart[] = [{ role, rows: axis }];
  const weight = { ...place, name: `${name}.weight`, aliases: [`${name}.gamma`], parts };
  if (kind === "bare") return [];
  if (kind !== "layer") return [weight];
  return [weight, { ...place, name: `${name}.bias`, aliases: [`${name}.beta`], parts }];
}

/**
 * The weight and the bias of a dense layer. A bias that the architecture does not have is listed too, for a file may hold it.
 *
 * @param names of the module; the first one, then its aliases
 * @param bias whether the architecture has it
 */
export function denseTensors(
  names: string | readonly string[],
  parts: readonly TensorPart[],
  bias: boolean,
  place: TensorPlace,
): NamedTensor[] {
  const [name, ...others] = typeof names === "string" ? [names] : names;
  const named = (what: "weight" | "bias") => ({
    name: `${name}.${what}`,
    ...(others.length > 0 ? { aliases: others.map((alias) => `${alias}.${what}`) } : {}),
  });
  const { transposed: _, tied: __, ...ofBias } = place;
  const vectors = parts.map(({ role, rows }) => ({ role, rows }));
  return [
    { ...place, ...named("weight"), parts },
    { ...ofBias, ...named("bias"), parts: vectors, ...(bias ? {} : { optional: true, uncounted: true }) },
  ];
}
