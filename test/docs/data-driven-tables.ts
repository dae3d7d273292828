import {
  type Benchmark,
  dataDrivenProxies,
  type OptionValues,
  type Proxy,
  prepareProxy,
  proxies,
} from "@zerolm/core";
import { networkProbe, openOnnx } from "@zerolm/engine";
import { type EvaluationRow, rowName } from "@zerolm/tasks";
import { correlationText } from "@zerolm/view";
import { allReadings, benchmarkOf, outcomeOf } from "./benchmark-data.js";
import type { GeneratedTable } from "./generated-table.js";

/** A set as the tables of docs/proxies/data-driven.md judge proxies on it. */
export interface JudgedSet {
  readonly title: string;
  /** The name of its table in the page. */
  readonly table: string;
  readonly options: OptionValues;
  /** Whether proxies are timed on it. Default: false. */
  readonly isTimed?: boolean;
  /** Under which name a proxy was published with the set. */
  readonly published: Readonly<Record<string, string>>;
}

/** Sequences of the decoders of LiteTransformerSearch: they are ten times as large as the encoders. */
const few = { probeSequences: 2 };

const ofBert = {
  synapticDiversity: "Synaptic Diversity",
  synapticSaliency: "Synaptic Saliency",
  activationDistance: "Activation Distance",
  headImportance: "Head Importance",
  headConfidence: "Head Confidence",
  softmaxConfidence: "Head Softmax Confidence",
};
const ofGpt2 = {
  ...{
    gradNorm: "grad_norm",
    snip: "snip",
    fisher: "fisher",
    grasp: "grasp",
    headImportance: "head_importance",
  },
  ...{ synapticSaliency: "synaptic_saliency", synapticDiversity: "synaptic_diversity" },
  ...{ synflow: "synflow", logSynflow: "logsynflow", jacobianCosine: "jacobian_cosine" },
  ...{ activationDistance: "activation_distance", headConfidence: "head_confidence" },
  attentionConfidence: "attention_confidence",
};

/** In the order of the page. */
export const judgedSets: readonly JudgedSet[] = [
  { title: "nas-bench-bert, trained", table: "trained", options: {}, isTimed: true, published: ofBert },
  { title: "nas-bench-bert, labelled", table: "labelled", options: {}, published: ofBert },
  { title: "nas-bench-bert, published", table: "published", options: {}, published: ofBert },
  { title: "lts-gpt2", table: "gpt2", options: few, isTimed: true, published: ofGpt2 },
  { title: "lts-transformer-xl", table: "transformer-xl", options: few, isTimed: true, published: {} },
  { title: "subnets (tiny-llama-kjv)", table: "subnets", options: {}, isTimed: true, published: {} },
];

export const headings = [
  ...["ranked by", "networks", "ρ", "τ", "τ in cells", "τ at matched size", "seconds", "τ †"],
] as const;

/** Rankings that need no network, for comparison. */
const others = ["nonEmbeddingParameters", "shape"];

/** The names of the rows of a set. */
export const rowNames = [...Object.keys(dataDrivenProxies), ...others];

/** The networks of a set; `undefined` where they are not on this machine. */
export const networksOf = ({ title }: JudgedSet): Promise<Benchmark | undefined> =>
  benchmarkOf(allReadings.find((one) => one.title === title)!);

/** How well some proxies rank networks, by their names. */
export async function judgedBy(
  benchmark: Benchmark,
  names: readonly string[],
  options: OptionValues,
): Promise<Map<string, EvaluationRow>> {
  const { results } = await outcomeOf(benchmark, names.join(), options);
  return new Map(results.map((row) => [row.proxy, row]));
}

/** The table of a set. It takes as long as the networks that are not kept from an earlier run. */
export async function judgedTable(set: JudgedSet): Promise<GeneratedTable | undefined> {
  const benchmark = await networksOf(set);
  if (!benchmark) return undefined;
  const rows = await judgedBy(benchmark, rowNames, set.options);
  const published = await outcomeOf(benchmark, "", {}, true);
  const publishedOf = (name: string): string => {
    const row = published.results.find((one) => one.proxy === set.published[name]);
    return row ? correlationText(row.kendall) : notMeasured;
  };
  const made: [string, string[]][] = [];
  for (const name of rowNames) {
    const row = rows.get(name);
    const isTimed = row !== undefined && set.isTimed;
    const seconds = isTimed ? await secondsText(benchmark, name, set.options) : notMeasured;
    made.push([`\`${name}\``, cellsOf(row, benchmark.entries.length, seconds, publishedOf(name))]);
  }
  for (const row of published.baselines)
    made.push([rowName(row), cellsOf(row, benchmark.entries.length, notMeasured, notMeasured)]);
  return { headings, rows: new Map(made) };
}

const notMeasured = "–";

function cellsOf(
  row: EvaluationRow | undefined,
  networks: number,
  seconds: string,
  published: string,
): string[] {
  if (!row) return [...headings.slice(1, -1).map(() => notMeasured), published];
  const { spearman, kendall, kendallWithinGroups, kendallMatchedSize } = row;
  const figures = [spearman, kendall, kendallWithinGroups, kendallMatchedSize].map(correlationText);
  return [String(networks), ...figures, seconds, published];
}

/** Seconds of processor time that the network of median size takes with one proxy alone, on one thread, its session included. */
async function secondsText(benchmark: Benchmark, name: string, options: OptionValues): Promise<string> {
  const proxy: Proxy = proxies[name as keyof typeof proxies];
  if (proxy.needs !== "network") return "0";
  const known = Object.keys(proxy.options.shape);
  const own = Object.fromEntries(Object.entries(options).filter(([key]) => known.includes(key)));
  const probe = networkProbe(await openOnnx());
  const scorer = await prepareProxy(proxy, own, { probe });
  const size = proxies.parameters.scorer();
  const sorted = benchmark.entries
    .map(({ architecture }) => architecture)
    .toSorted((one, other) => size.score(one).value - size.score(other).value);
  const { user, system } = process.cpuUsage();
  await scorer.scoreMany([sorted[Math.floor(sorted.length / 2)]!]);
  const spent = process.cpuUsage();
  await probe.close();
  return ((spent.user + spent.system - user - system) / 1e6).toPrecision(2);
}
