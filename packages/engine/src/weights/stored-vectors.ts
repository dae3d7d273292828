import type { MappedCheckpoint, MappedTensor, Tensor } from "@zerolm/checkpoint";
import { biasName } from "../network/vectors.js";

/** A vector of a network as it lies in a tensor, which may hold several. */
export interface StoredVector {
  /** As a network asks for it, `layers.3.attention.query.bias` or `layers.3.ffn.norm`. */
  readonly name: string;
  readonly tensor: Tensor;
  /** The first of its numbers among those of the tensor. */
  readonly first: number;
  readonly size: number;
}

/**
 * The biases of a checkpoint, and the scales and shifts of its norms. What its config does not announce is left out, as transformers does.
 *
 * @example
 * storedVectors(mapCheckpoint(checkpoint)).map(({ name }) => name);
 */
export function storedVectors({ tensors }: Pick<MappedCheckpoint, "tensors">): StoredVector[] {
  const norms = new Map<string, number>();
  return tensors.flatMap(({ tensor, named }) => {
    if (named.uncounted || named.tied !== undefined || named.parts.some(({ cols }) => cols)) return [];
    let first = 0;
    return named.parts.flatMap(({ role, rows: { size } }) => {
      const start = first;
      first += size;
      const name = role === "norm" ? normName(named, norms) : vectorName(named, role);
      return name === undefined ? [] : [{ name, tensor, first: start, size }];
    });
  });
}

type Named = MappedTensor["named"];

/** What the names of a part's matrices begin with. */
function partName({ subModule, layer, attention }: Named): string {
  if (layer === undefined) return subModule;
  const own = subModule === "attention" && attention === "cross" ? "cross" : subModule;
  return `layers.${layer}.${own}`;
}

const isShift = ({ name }: Named): boolean => name.endsWith(".bias");

/** A part has one norm or two, the second behind it; the head that behind the last layer, and one of its transform. */
function normName(named: Named, seen: Map<string, number>): string {
  const part = partName(named);
  const key = `${part} ${isShift(named)}`;
  const earlier = seen.get(key) ?? 0;
  seen.set(key, earlier + 1);
  const isOfTransform = named.subModule === "head" && named.optional;
  const name = isOfTransform ? "transform.norm" : earlier > 0 ? "postNorm" : "norm";
  return isShift(named) ? biasName(`${part}.${name}`) : `${part}.${name}`;
}

/** The bias of a matrix of a role, or a norm over query or key; nothing for what no network here uses. */
function vectorName(named: Named, role: Named["parts"][number]["role"]): string | undefined {
  const name = `${partName(named)}.${role}`;
  if (role === "positionBuckets" || role === "token") return undefined;
  if (role === "queryNorm" || role === "keyNorm") return isShift(named) ? biasName(name) : name;
  return biasName(name);
}
