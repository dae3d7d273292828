import { UsageError } from "@zerolm/core";
import type { Dense, Llama, LlamaAttention, LlamaFfn, LlamaLayer } from "./llama.js";

/** How much of each layer stays: the leading heads (query heads, whole groups) and FFN rows. 0 leaves the sub-module out. */
export interface SubNetwork {
  readonly heads: readonly number[];
  readonly ffn: readonly number[];
}

/**
 * The model that consists of the leading heads and FFN rows of each layer of another.
 *
 * @throws {UsageError} where a layer has fewer, or a group of query heads is cut in two
 * @example
 * const smaller = subNetwork(model, { heads: [4, 2], ffn: [384, 192] });
 */
export function subNetwork(model: Llama, { heads, ffn }: SubNetwork): Llama {
  if (heads.length !== model.layers.length || ffn.length !== model.layers.length)
    throw new UsageError(`the model has ${model.layers.length} layers. Give heads and FFN rows for each.`);
  const layers = model.layers.map((layer, index): LlamaLayer => {
    const [keptHeads, keptRows] = [heads[index] as number, ffn[index] as number];
    return {
      attention: keptHeads > 0 && layer.attention ? fewerHeads(model, layer.attention, keptHeads) : undefined,
      ffn: keptRows > 0 && layer.ffn ? fewerRows(model.hidden, layer.ffn, keptRows) : undefined,
    };
  });
  return { ...model, layers };
}

function fewerHeads(
  { hidden, headDim, group }: Llama,
  attention: LlamaAttention,
  heads: number,
): LlamaAttention {
  const [queries, keys] = [heads * headDim, (heads / group) * headDim];
  if (heads % group !== 0 || queries * hidden > attention.query.weight.length)
    throw new UsageError(`${heads} heads cannot be kept. They come in groups of ${group}.`);
  return {
    ...attention,
    query: leadingRows(attention.query, queries, hidden),
    key: leadingRows(attention.key, keys, hidden),
    value: leadingRows(attention.value, keys, hidden),
    output: leadingCols(attention.output, queries, hidden),
  };
}

function fewerRows(hidden: number, ffn: LlamaFfn, rows: number): LlamaFfn {
  if (rows * hidden > ffn.up.weight.length)
    throw new UsageError(`${rows} FFN rows cannot be kept. There are fewer.`);
  return {
    ...ffn,
    gate: leadingRows(ffn.gate, rows, hidden),
    up: leadingRows(ffn.up, rows, hidden),
    down: leadingCols(ffn.down, rows, hidden),
  };
}

const leadingRows = ({ weight, bias }: Dense, rows: number, cols: number): Dense => ({
  weight: weight.slice(0, rows * cols),
  bias: bias?.slice(0, rows),
});

function leadingCols({ weight, bias }: Dense, cols: number, rows: number): Dense {
  const all = weight.length / rows;
  const kept = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) kept.set(weight.subarray(row * all, row * all + cols), row * cols);
  return { weight: kept, bias };
}
