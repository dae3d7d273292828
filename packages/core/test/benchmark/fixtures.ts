import { readFileSync } from "node:fs";
import type { BenchmarkName } from "../../src/benchmark/formats.js";
import type { BenchmarkFixture } from "../../testing/benchmark-contract.js";

const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

interface Network {
  readonly hidden: number;
  readonly heads: readonly number[];
  readonly widths: readonly number[];
}

const networks: Readonly<Record<string, Network>> = {
  "config_0/j0": { hidden: 128, heads: [2, 4], widths: [300, 512] },
  "config_0/j1": { hidden: 256, heads: [4, 4, 8], widths: [512, 700, 999] },
  "config_3/j7": { hidden: 64, heads: [8], widths: [256] },
};

const configText = ({ hidden, heads, widths }: Network): string => `adaptive: true
cutoffs: [150, 400, 900, 1000]
d_embed: 256
d_head: -1
d_inner: [${widths.join(", ")}]
d_model: ${hidden}
div_val: 4
n_head: [${heads.join(", ")}]
n_layer: ${heads.length}
n_token: 1000
tgt_len: 192
tie_projs: [false, true, true, true]
weight_init_std: 0.02
weight_init_type: normal
`;

const perNetwork = (text: (index: number) => string): string =>
  Object.keys(networks)
    .map((path, index) => `${path.replace("/", "_")}:${text(index)}\n`)
    .join("");

const lts: BenchmarkFixture = {
  text: perNetwork((index) => `\n  test_ppl: ${51.5 - index}\n  valid_ppl: ${50.25 - index}`),
  rows: 3,
  quality: "50.25",
  files: new Map([
    ...Object.entries(networks).map(
      ([path, network]) => [`${path}/model_config.yaml`, configText(network)] as const,
    ),
    ["params_summary.yaml", perNetwork((index) => `\n  FFN: ${1000 + index}.0\n  total: ${5000 + index}.0`)],
    ["latency_summary.yaml", perNetwork((index) => ` ${30 + index}.5`)],
    ["memory_summary.yaml", perNetwork((index) => (index === 1 ? " nan" : ` ${70 + index}.5`))],
    ["synflow_scores_seed_1111.yaml", perNetwork((index) => ` ${0.5 + index}`)],
  ]),
  openEnded: "the last line may be cut in its number",
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

const vision = (layers: number, width: number, heads: readonly number[], accuracy: number) => ({
  net_setting: {
    layer_num: layers,
    mlp_ratio: heads.map(() => 3.5),
    num_heads: heads,
    embed_dim: heads.map(() => width),
  },
  performance: { Imagenet: { clean: accuracy, corrupted: 40.5 } },
  params: 5.25,
  flops: 1.25,
});

const llamaConfig = json({
  model_type: "llama",
  hidden_size: 64,
  intermediate_size: 96,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  num_hidden_layers: 2,
  vocab_size: 256,
  max_position_embeddings: 128,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
  hidden_act: "silu",
});

/** A few rows of every benchmark, in the published format but with invented numbers. A new benchmark needs a row. */
export const fixtures: Record<BenchmarkName, BenchmarkFixture> = {
  "nas-bench-bert": { text: textOf("nas-bench-bert.json"), rows: 5, quality: "61.5" },
  lts,
  autoformer: {
    text: json({ 0: vision(2, 192, [3, 4], 74.25), 7: vision(3, 216, [3, 3, 4, 4], 75.5) }),
    rows: 2,
    quality: "74.25",
  },
  "hw-gpt": {
    text: json([
      { arch: "gpt-s-2-192-2-4-8-4-True", perplexity: 31.5 },
      {
        sample_embed_dim: 384,
        sample_n_layer: 2,
        sample_n_head: [6, 6, 12],
        sample_mlp_ratio: [4, 2, 2],
        sample_bias: false,
        perplexity: 27.25,
        accuracy: 0.5,
        latency_a100: 3.5,
      },
    ]),
    rows: 2,
    quality: "31.5",
  },
  subnets: {
    text: json({
      about: "invented",
      subnets: [
        { ffn: [96, 48], heads: [4, 2], loss: 1.5 },
        { ffn: [32, 96], heads: [1, 4], loss: 1.75 },
      ],
    }),
    rows: 2,
    quality: "1.5",
    files: new Map([["config.json", llamaConfig]]),
  },
  table: {
    text: "id,hidden,depth,heads,ffnWidth,vocabulary,quality,quality:top5,ours\na,64,2,4,256,1000,0.71,0.9,3\nb,32,1,2,64,1000,0.5,0.8,1.5\n",
    rows: 2,
    quality: "0.71",
    openEnded: "a CSV may end after any row",
  },
};
