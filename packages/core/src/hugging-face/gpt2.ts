import { z } from "zod";
import { maximumVocabulary, size } from "../architecture/size.js";
import { gptAliases } from "./config-family.js";
import { decoderHeads } from "./decoder-heads.js";
import type { Family } from "./family.js";
import type { LayerNames } from "./layer-tensors.js";
import { headsSetTheirWidth, standardLayers } from "./standard-layers.js";
import { namedTensors } from "./tensor-names.js";

const layerNames = (at: string): LayerNames => ({
  at,
  transposed: true,
  mixer: {
    norm: "ln_1",
    dense: { "attn.c_attn": ["query", "key", "value"], "attn.c_proj": ["output"] },
  },
  ffn: { norm: "ln_2", dense: { "mlp.c_fc": ["up"], "mlp.c_proj": ["down"] } },
});

/** GPT-2 (Radford et al. 2019). Its dense layers are Conv1D: stored in × out, query, key and value side by side. */
export const gpt2: Family = {
  summary: "decoders with learned positions, biases everywhere and a final norm",
  heads: decoderHeads("GPT2", "GPT2LMHeadModel"),
  defaultClass: "GPT2LMHeadModel",
  aliases: gptAliases,
  tiedByDefault: true,
  ...standardLayers({
    keys: { hidden: "n_embd", depth: "n_layer", heads: "n_head", ffnWidth: "n_inner" },
    ffnTimes: 4,
    schema: z.looseObject({
      vocab_size: size(maximumVocabulary, "Vocabulary."),
      n_positions: size(maximumVocabulary, "Positions."),
      add_cross_attention: z.literal(false).nullish(),
    }),
    frame: ({ vocab_size: vocabulary, n_positions: positions }) => ({
      kind: "decoder",
      embedding: { vocabulary, positions },
      finalNorm: true,
    }),
    keysOf: ({ embedding }) => ({
      vocab_size: Math.max(1, embedding.vocabulary),
      n_positions: Math.max(1, embedding.positions),
    }),
  }),
  prefix: "transformer.",
  tensors: namedTensors({
    embedding: { vocabulary: "wte.weight", position: "wpe.weight" },
    head: { finalNorm: ["ln_f"], vocabulary: "lm_head", task: ["score", "classifier", "qa_outputs"] },
    layer: (number) => layerNames(`h.${number}`),
  }),
  ignored: /\.attn\.(bias|masked_bias)$/,
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
};
