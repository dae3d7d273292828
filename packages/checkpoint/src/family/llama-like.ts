import {
  type DecoderSizes,
  type Defaults,
  decoderAttention,
  decoderFfn,
  decoderFrame,
  decoderNorms,
  decoderSizes,
} from "./decoder.js";
import {
  dense,
  type Expected,
  type Family,
  ffnRows,
  keyValues,
  type LayerSizes,
  other,
  queries,
} from "./family.js";

type LayerOf = (layer: LayerSizes, index: number, sizes: DecoderSizes) => Expected[];

function decoder(layerOf: LayerOf, defaults: Defaults = {}): Family<DecoderSizes> {
  return {
    prefix: "model.",
    sizes: (read) => decoderSizes(read, defaults),
    tensors: (sizes) => [
      ...decoderFrame(sizes),
      ...sizes.layers.flatMap((layer, index) => [
        ...decoderNorms(layer, index, sizes.hidden),
        ...layerOf(layer, index, sizes),
      ]),
    ],
    ignored: /rotary_emb\.inv_freq$/,
  };
}

const separate: LayerOf = (layer, index, { hidden }) => [
  ...decoderAttention(layer, index, hidden),
  ...decoderFfn(layer, index, hidden),
];

/** Llama 1 to 3 (Touvron et al. 2023). */
export const llama = decoder(separate);

/** Mistral 7B (Jiang et al. 2023). */
export const mistral = decoder(separate, { keyValueHeads: 8 });

/** Qwen 1.5, 2 and 2.5 (Yang et al. 2024): biases on query, key and value. */
export const qwen2 = decoder(separate, { keyValueHeads: 32 });

/** Qwen 3 (Yang et al. 2025): norms over the heads of query and key. */
export const qwen3 = decoder(separate, { keyValueHeads: 32, headDim: 128 });

/** Gemma 1 (Gemma Team 2024). */
export const gemma = decoder(separate, { keyValueHeads: 16, headDim: 256 });

/** Phi-3 (Abdin et al. 2024): query, key and value in one matrix, gate and up in another. */
export const phi3 = decoder((layer, index, { hidden }) => {
  const at = `layers.${index}`;
  const attention = { subModule: "attention", layer: index } as const;
  const ffn = { subModule: "ffn", layer: index } as const;
  const input = other(hidden);
  const qkv = [
    { role: "query", rows: queries(layer), cols: input },
    { role: "key", rows: keyValues(layer), cols: input },
    { role: "value", rows: keyValues(layer), cols: input },
  ] as const;
  const gateUp = [
    { role: "gate", rows: ffnRows(layer), cols: input },
    { role: "up", rows: ffnRows(layer), cols: input },
  ] as const;
  const output = [{ role: "output", rows: input, cols: queries(layer) }] as const;
  return [
    ...(layer.heads === 0 ? [] : dense(`${at}.self_attn.qkv_proj`, attention, qkv, "never")),
    ...(layer.heads === 0 ? [] : dense(`${at}.self_attn.o_proj`, attention, output, "never")),
    ...(layer.ffnWidth === 0 ? [] : dense(`${at}.mlp.gate_up_proj`, ffn, gateUp, "never")),
    ...(layer.ffnWidth === 0
      ? []
      : dense(`${at}.mlp.down_proj`, ffn, [{ role: "down", rows: input, cols: ffnRows(layer) }], "never")),
  ];
});

/** Mixtral (Jiang et al. 2024): a router and several FFNs a layer. */
export const mixtral: Family<DecoderSizes> = {
  ...decoder(
    (layer, index, { hidden, experts }) => [
      ...decoderAttention(layer, index, hidden),
      {
        name: `layers.${index}.block_sparse_moe.gate.weight`,
        subModule: "ffn",
        layer: index,
        block: "router",
        parts: [{ role: "router", rows: other(experts), cols: other(hidden) }],
      },
      ...Array.from({ length: experts }, (_, expert) => mixtralExpert(layer, index, hidden, expert)).flat(),
    ],
    { keyValueHeads: 8 },
  ),
  sizes: (read) => ({
    ...decoderSizes(read, { keyValueHeads: 8 }),
    experts: read.size("num_local_experts", 8),
  }),
};

function mixtralExpert(layer: LayerSizes, index: number, hidden: number, expert: number): Expected[] {
  const at = `layers.${index}.block_sparse_moe.experts.${expert}`;
  const where = { subModule: "ffn", layer: index, block: `expert ${expert}` } as const;
  return [
    ...dense(`${at}.w1`, where, [{ role: "gate", rows: ffnRows(layer), cols: other(hidden) }], "never"),
    ...dense(`${at}.w3`, where, [{ role: "up", rows: ffnRows(layer), cols: other(hidden) }], "never"),
    ...dense(`${at}.w2`, where, [{ role: "down", rows: other(hidden), cols: ffnRows(layer) }], "never"),
  ];
}
