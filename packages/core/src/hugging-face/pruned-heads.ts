import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { maximumHeads } from "../architecture/size.js";
import type { Problem } from "../document/check.js";
import { attentionsOf, commonest } from "./commonest.js";
import type { Values } from "./family.js";

/** `pruned_heads`: for a layer's index, the heads that were cut from it (BERT, ELECTRA, RoBERTa, GPT-2). */
export const prunedHeadsSchema = z.record(z.string().max(20), z.array(z.int().min(0)).max(4096)).nullish();

type PrunedHeads = z.output<typeof prunedHeadsSchema>;

/**
 * Heads before any is cut, where a head has width hidden / heads: as many as fit into hidden with the most frequent width of
 * a head, so that layers with fewer heads can be said by `pruned_heads`.
 */
export function wholeHeads({ hidden, layers }: Architecture): number {
  const { heads, headDim } = commonest(attentionsOf(layers)) ?? { heads: 1, headDim: hidden };
  const whole = hidden / headDim;
  if (Number.isInteger(whole) && whole <= maximumHeads) return whole;
  return hidden % heads === 0 ? heads : 1;
}

/** `pruned_heads` of layers that have fewer than `heads`: the last ones are cut. Nothing where no layer has. */
export function cutHeads({ hidden, layers }: Architecture, heads: number): Values {
  const cut = layers.flatMap(({ mixer }, layer) => {
    if (mixer?.kind !== "attention" || mixer.heads >= heads || mixer.headDim * heads !== hidden) return [];
    return [[layer, Array.from({ length: heads - mixer.heads }, (_, index) => mixer.heads + index)]];
  });
  return cut.length > 0 ? { pruned_heads: Object.fromEntries(cut) } : {};
}

/** How many heads each layer keeps. A head that is named twice is cut once, as in transformers. */
export function keptHeads(pruned: PrunedHeads, depth: number, heads: number): number[] {
  return Array.from({ length: depth }, (_, layer) => heads - new Set(pruned?.[layer]).size);
}

/** Layers and heads that do not exist, and layers that lose their last head. */
export function prunedHeadsProblems(pruned: PrunedHeads, depth: number, heads: number): Problem[] {
  return Object.entries(pruned ?? {}).flatMap(([layer, cut]) => {
    const message = prunedLayerProblem(layer, cut, depth, heads);
    return message === undefined ? [] : [{ path: ["pruned_heads", layer], message }];
  });
}

function prunedLayerProblem(
  layer: string,
  cut: readonly number[],
  depth: number,
  heads: number,
): string | undefined {
  if (!/^(0|[1-9]\d*)$/.test(layer) || Number(layer) >= depth)
    return `is not a layer. The layers are 0 to ${depth - 1}.`;
  const beyond = cut.find((head) => head >= heads);
  if (beyond !== undefined) return `cuts head ${beyond}, but the heads are 0 to ${heads - 1}`;
  return new Set(cut).size === heads ? `cuts all ${heads} heads. Keep at least one.` : undefined;
}
