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
  files: new Map([
    ...Object.entries(networks).map(
      ([path, network]) => [`${path}/model_config.yaml`, configText(network)] as const,
    ),
    ["params_summary.yaml", perNetwork((index) => `\n  FFN: ${1000 + index}.0\n  total: ${5000 + index}.0`)],
    ["synflow_scores_seed_1111.yaml", perNetwork((index) => ` ${0.5 + index}`)],
  ]),
  openEnded: "the last line may be cut in its number",
};

/** A few rows of every benchmark, in the published format but with invented numbers. A new benchmark needs a row. */
export const fixtures: Record<BenchmarkName, BenchmarkFixture> = {
  "nas-bench-bert": { text: textOf("nas-bench-bert.json"), rows: 5 },
  lts,
};
