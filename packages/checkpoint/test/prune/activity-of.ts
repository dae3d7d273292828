import { Random } from "@zerolm/core";
import type { LayerActivity } from "../../src/prune/activity.js";

/** What a text could make of layers of one shape, drawn at random. */
export function activityOf(
  depth: number,
  { heads, rows }: { readonly heads: number; readonly rows: number },
  seed = 1,
): LayerActivity[] {
  const random = new Random(seed);
  const positive = (length: number): Float64Array =>
    Float64Array.from({ length }, () => Math.exp(random.normal()));
  return Array.from({ length: depth }, (_, layer) => ({
    layer,
    heads: positive(heads),
    ffn: positive(rows),
    stream: 1 + layer,
  }));
}
