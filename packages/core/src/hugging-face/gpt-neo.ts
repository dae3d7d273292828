import { configFamily, ffnWidthOf, headDimOf, type SizeKeys } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { Values } from "./family.js";
import { inRuns } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";

const gptNeoKeys: SizeKeys = {
  vocabulary: "vocab_size",
  hidden: "hidden_size",
  depth: "num_layers",
  heads: "num_heads",
};

/** `attention_types`, as [[["global", "local"], 12]]: patterns and how often each is repeated. */
function patternOf(keys: ConfigKeys, depth: number): readonly unknown[] {
  const types = keys.config.attention_types;
  if ((types ?? undefined) === undefined) return new Array(depth).fill("global");
  const blocks = Array.isArray(types) ? types : [];
  const layers = blocks.flatMap((block: unknown) => {
    const [pattern, times] = Array.isArray(block) ? block : [];
    const repeat = Number.isInteger(times) && times >= 0 && times <= depth ? times : 0;
    return Array.isArray(pattern) ? new Array(repeat).fill(pattern.slice(0, depth)).flat() : [];
  });
  const known = layers.every((one) => one === "global" || one === "local");
  if (known && layers.length === depth) return layers;
  if (keys.problems.length === 0)
    keys.refuse("attention_types", `must give global or local for each of ${depth} layers`);
  return [];
}

const writtenPattern = ({ architecture }: Facts): Values => {
  const windows = architecture.layers.map(({ mixer }) =>
    mixer?.kind === "attention" ? mixer.window : undefined,
  );
  return {
    attention_types: windows.map((window) => [[window === undefined ? "global" : "local"], 1]),
    window_size: windows.find((window) => window !== undefined) ?? 256,
  };
};

/**
 * GPT-Neo (Black et al. 2021): learned positions, a bias on the output of the attention alone, local layers by `attention_types`. Source:
 * transformers 5.18, `models/gpt_neo/modeling_gpt_neo.py`.
 */
export const gptNeo = configFamily({
  summary: "decoders with learned positions and local layers, no biases on query, key and value",
  heads: languageModelHeads("GPTNeo", ["sequence", "token", "question"]),
  defaultClass: "GPTNeoForCausalLM",
  tiedByDefault: true,
  keys: gptNeoKeys,
  aliases: { num_hidden_layers: "num_layers", num_attention_heads: "num_heads" },
  body(keys, sizes) {
    const headDim = headDimOf(keys, sizes, gptNeoKeys);
    const width = ffnWidthOf(keys, "intermediate_size", sizes.hidden, 4);
    const window = keys.sizeOr("window_size", "vocabulary", 256);
    return {
      kind: "decoder",
      embedding: {
        vocabulary: sizes.vocabulary,
        positions: keys.size("max_position_embeddings", "vocabulary"),
      },
      norm: "layer",
      finalNorm: true,
      layers: inRuns(patternOf(keys, sizes.depth), (type) => ({
        mixer: {
          kind: "attention",
          heads: sizes.heads,
          headDim,
          bias: "output",
          ...(type === "local" ? { window } : {}),
        },
        ffn: { kind: "plain", width },
      })),
    };
  },
  flags: (facts) => ({
    intermediate_size: facts.ffnWidth,
    max_position_embeddings: facts.positions,
    ...writtenPattern(facts),
  }),
});
