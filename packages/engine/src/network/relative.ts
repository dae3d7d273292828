import { reshape, slice, transpose } from "../graph/layout.js";
import { matMul } from "../graph/product.js";
import { expand } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";

/**
 * Distances of `tokens` queries from `seen` keys, the largest first: past + tokens − 1 … past + 1 − seen.
 *
 * @param past how many of the keys stand before the first query. Default: none.
 */
export const distancesOf = (tokens: number, seen: number, past = 0): number[] =>
  Array.from({ length: tokens + seen - 1 }, (_, index) => past + tokens - 1 - index);

/**
 * Scores of queries with vectors of relative positions (Dai et al. 2019, Transformer-XL), each where its distance is.
 *
 * @param queries sequences × heads × tokens × width
 * @param positions projected vectors, a row for each of {@link distancesOf}, and perhaps some more, heads · width wide
 * @param seen how many keys there are
 * @returns sequences × heads × tokens × seen; entry (i, j) is query i with the vector of i − j
 */
export function relativeScores(queries: Value, positions: Value, seen: number): Value {
  const [sequences, heads, , width] = queries.shape as [number, number, number, number];
  const distances = positions.shape[0];
  const perHead = transpose(reshape(positions, [distances, heads, width]), [1, 0, 2]);
  const vectors = expand(reshape(perHead, [1, heads, distances, width]), [
    sequences,
    heads,
    distances,
    width,
  ]);
  return shifted(matMul(queries, vectors, { transposeB: true }), seen);
}

/**
 * Row i of T × D scores moved left by T − 1 − i, with D ≥ T + S − 1. In the flat order of one matrix entry (i, T − 1 − i + j) stands at
 * T − 1 + i·(D − 1) + j, so that without the first T − 1 entries rows of D − 1 begin where they should.
 */
function shifted(scores: Value, seen: number): Value {
  const [sequences, heads, tokens, distances] = scores.shape as [number, number, number, number];
  if (tokens === 1 && distances === seen) return scores;
  const all = sequences * heads;
  const flat = reshape(scores, [all, tokens * distances]);
  const cut = slice(flat, 1, tokens - 1, tokens - 1 + tokens * (distances - 1));
  const rows = slice(reshape(cut, [all, tokens, distances - 1]), 2, 0, seen);
  return reshape(rows, [sequences, heads, tokens, seen]);
}
