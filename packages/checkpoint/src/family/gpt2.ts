import { encoderLayers } from "./encoder.js";
import {
  dense,
  type Expected,
  type Family,
  ffnRows,
  headDense,
  type LayerSizes,
  norm,
  other,
  queries,
  type Sizes,
  table,
} from "./family.js";

interface Gpt2Sizes extends Sizes {
  readonly positions: number;
  readonly labels: number;
}

/** GPT-2 (Radford et al. 2019). Its dense layers are Conv1D: stored in × out, query, key and value side by side. */
export const gpt2: Family<Gpt2Sizes> = {
  prefix: "transformer.",
  sizes: (read) => {
    const hidden = read.size("n_embd");
    return {
      hidden,
      vocabulary: read.size("vocab_size"),
      positions: read.size("n_positions"),
      labels: read.labels(),
      layers: encoderLayers(read, hidden, ["n_layer", "n_head", "n_inner"], 4 * hidden),
    };
  },
  tensors: ({ hidden, vocabulary, positions, labels, layers }) => [
    table("wte.weight", "vocabulary", vocabulary, hidden),
    table("wpe.weight", "position", positions, hidden),
    ...layers.flatMap((layer, index) => gpt2Layer(layer, index, hidden)),
    ...norm("ln_f", { subModule: "head" }, hidden, "layer"),
    ...headDense("lm_head", "vocabulary", vocabulary, hidden),
    ...headDense("score", "task", labels, hidden),
    ...headDense("classifier", "task", labels, hidden),
    ...headDense("qa_outputs", "task", 2, hidden),
  ],
  ignored: /\.attn\.(bias|masked_bias)$/,
};

function gpt2Layer(layer: LayerSizes, index: number, hidden: number): Expected[] {
  const at = `h.${index}`;
  const attention = { subModule: "attention", layer: index, transposed: true } as const;
  const ffn = { subModule: "ffn", layer: index, transposed: true } as const;
  const [input, heads, width] = [other(hidden), queries(layer), ffnRows(layer)];
  const qkv = (["query", "key", "value"] as const).map((role) => ({ role, rows: heads, cols: input }));
  return [
    ...norm(`${at}.ln_1`, { subModule: "attention", layer: index }, hidden, "layer"),
    ...dense(`${at}.attn.c_attn`, attention, qkv, "always"),
    ...dense(`${at}.attn.c_proj`, attention, [{ role: "output", rows: input, cols: heads }], "always"),
    ...norm(`${at}.ln_2`, { subModule: "ffn", layer: index }, hidden, "layer"),
    ...dense(`${at}.mlp.c_fc`, ffn, [{ role: "up", rows: width, cols: input }], "always"),
    ...dense(`${at}.mlp.c_proj`, ffn, [{ role: "down", rows: input, cols: width }], "always"),
  ];
}
