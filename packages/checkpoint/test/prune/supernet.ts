import { Random } from "@zerolm/core";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { wasmKernels } from "../../src/kernel/wasm-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { openTinyLlama } from "../tiny-llama.js";

/** Parameters outside embedding and head: 128 · 32 numbers a head in 4 matrices, 128 a row in 3, and 13 norms. */
export const sizeOf = (heads: readonly number[], ffn: readonly number[]): number =>
  heads.reduce((sum, count) => sum + 16_384 * count, 0) +
  ffn.reduce((sum, count) => sum + 384 * count, 0) +
  13 * 128;

/** The trained supernet with the statistics of its matrices. */
export async function loadedSupernet() {
  const checkpoint = await openTinyLlama();
  const kernels = await wasmKernels();
  const mapped = mapCheckpoint(checkpoint);
  const statistics = await squareStatistics(mapped, squaresHere(kernels));
  return { checkpoint, mapped, statistics, multiply: kernels.multiply };
}

const depth = 6;

/** Heads and FFN rows a layer. */
export interface Allocation {
  readonly heads: readonly number[];
  readonly ffn: readonly number[];
}

/**
 * Random allocations from the choices that pruning has: at least a half of every sub-module, FFN rows in sixteens; filled to within 1 %.
 *
 * @param keep share of the non-embedding parameters
 */
export function randomAllocations(count: number, keep: number, nonEmbeddingSize: number): Allocation[] {
  const random = new Random(1);
  const drawn: Allocation[] = [];
  while (drawn.length < count) {
    const heads = Array.from({ length: depth }, () => 2 + random.below(3));
    const ffn = Array.from({ length: depth }, () => 16 * (12 + random.below(13)));
    const share = sizeOf(heads, ffn) / nonEmbeddingSize;
    if (share <= keep && share > keep - 0.01) drawn.push({ heads, ffn });
  }
  return drawn;
}

/** The mean of some numbers, at least one. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
