import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  fittedCosts,
  kendall,
  predictedSeconds,
  quantile,
  Random,
  readDocument,
  type Work,
} from "@zerolm/core";

/*
 * How well costs of work, a line over FLOPs and a plain regression predict latencies that others measured, from 10, 30 or 100 of them: HAT's encoders and
 * decoders (Wang et al. 2020) on two processors, and the fronts of LiteTransformerSearch (Javaheripi et al. 2022) on two more.
 */

/** A network whose latency was published. */
interface Measured {
  readonly work: Work;
  readonly flops: number;
  /** Its sizes as they stand in the file. */
  readonly columns: readonly number[];
  readonly latency: number;
}

/** Networks of one processor. */
export interface Published {
  readonly name: string;
  readonly networks: readonly Measured[];
}

const data = process.env.ZEROLM_DATA ?? "";

/** All sets, if their files are at hand. */
export const publishedLatencies = (): Published[] => [
  ...["raspberrypi", "xeon"].flatMap((device) => [
    { name: `HAT, ${device}, encoder`, networks: hatRows(device).map(hatEncoder) },
    { name: `HAT, ${device}, decoder`, networks: hatRows(device).map(hatDecoder) },
  ]),
  ...["arm", "corei7"].map((device) => ({ name: `LTS, ${device}`, networks: ltsNetworks(device) })),
];

type Row = Readonly<Record<string, number>>;

function hatRows(device: string): Row[] {
  const text = readFileSync(join(data, "hat-latency", `wmt14ende_cpu_${device}_all.csv`), "utf8");
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",").map(Number);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? Number.NaN]));
  });
}

/** Tokens of HAT's sentences, the width of all its attentions together, and tokens in its vocabulary. */
const hat = { tokens: 30, attention: 512, vocabulary: 32_768 };

const columnsOf = (row: Row, part: string): number[] =>
  Object.entries(row).flatMap(([name, value]) => (name.startsWith(part) ? [value] : []));

function hatEncoder(row: Row): Measured {
  const [hidden = 0, layers = 0, ffn = 0, heads = 0] = columnsOf(row, "encoder");
  const products = 2 * hat.tokens * layers * (4 * hidden * hat.attention + 2 * hidden * ffn);
  const scores = layers * heads * hat.tokens ** 2;
  const work = { network: 1, layers, products, scores, stream: layers * hat.tokens * hidden };
  return {
    work,
    flops: products,
    columns: [hidden, layers, ffn, heads],
    latency: row.latency_mean_encoder ?? 0,
  };
}

/** It writes one token after another, so that it reads its weights for each. */
function hatDecoder(row: Row): Measured {
  const [hidden = 0, layers = 0, ffn = 0, heads = 0, crossHeads = 0, sources = 0] = columnsOf(row, "decoder");
  const bytes = 4 * layers * (8 * hidden * hat.attention + 2 * hidden * ffn);
  const work = {
    ...{ network: 1, layers, bytes, vocabulary: hidden, stream: layers * hidden },
    scores: layers * (heads + crossHeads * sources),
    sources: layers * sources,
  };
  const flops = 2 * hat.tokens * (bytes / 4 + hidden * hat.vocabulary);
  const columns = [hidden, layers, ffn, heads, crossHeads, sources];
  return { work, flops, columns, latency: row.latency_mean_decoder ?? 0 };
}

/** Tokens of a pass of LiteTransformerSearch. */
const ltsTokens = 192;

function ltsNetworks(device: string): Measured[] {
  const folder = join(data, "lts", `pareto_GPT2_lm1b_${device}`);
  const read = (path: string): Readonly<Record<string, unknown>> =>
    readDocument(readFileSync(join(folder, path), "utf8"), path).value as Readonly<Record<string, unknown>>;
  const latencies = read("latency_summary.yaml");
  return readdirSync(folder).flatMap((name) => {
    const latency = latencies[name];
    if (typeof latency !== "number") return [];
    const { d_model, d_inner, n_head } = read(`${name}/model_config.yaml`) as {
      readonly d_model: number;
      readonly d_inner: readonly number[];
      readonly n_head: readonly number[];
    };
    const layers = d_inner.length;
    const [ffn, heads] = [sum(d_inner), sum(n_head)];
    const products = 2 * ltsTokens * (4 * layers * d_model ** 2 + 2 * d_model * ffn);
    const work = {
      network: 1,
      layers,
      products,
      scores: heads * ltsTokens ** 2,
      stream: layers * ltsTokens * d_model,
    };
    return [{ work, flops: products, columns: [d_model, layers, ffn / layers, heads / layers], latency }];
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Learns from some networks, and predicts others. */
type Predictor = (learnt: readonly Measured[]) => (network: Measured) => number;

const byWork: Predictor = (learnt) => {
  const costs = fittedCosts(learnt.map(({ work, latency }) => ({ work, seconds: latency })));
  return ({ work }) => predictedSeconds(costs, work);
};

const byFlops: Predictor = (learnt) => {
  const workOf = ({ flops }: Measured): Work => ({ network: 1, flops });
  const costs = fittedCosts(learnt.map((one) => ({ work: workOf(one), seconds: one.latency })));
  return (network) => predictedSeconds(costs, workOf(network));
};

/** Least squares of the latency over the sizes, each scaled to its mean, with a ridge that only keeps the equations solvable. */
const byRegression: Predictor = (learnt) => {
  const means = learnt[0]?.columns.map(
    (_, col) => sum(learnt.map(({ columns }) => columns[col] ?? 0)) / learnt.length,
  );
  const rowOf = ({ columns }: Measured): number[] => [1, ...columns.map((x, col) => x / (means?.[col] || 1))];
  const rows = learnt.map(rowOf);
  const size = rows[0]?.length ?? 0;
  const cells = Array.from({ length: size }, (_, a) => [
    ...Array.from(
      { length: size },
      (_cell, b) => sum(rows.map((row) => row[a]! * row[b]!)) + (a === b ? 1e-6 : 0),
    ),
    sum(rows.map((row, index) => row[a]! * learnt[index]!.latency)),
  ]);
  const weights = solved(cells);
  return (network) => sum(rowOf(network).map((x, index) => x * weights[index]!));
};

/** Gauss–Jordan elimination; the last column is the right side. */
function solved(cells: number[][]): number[] {
  for (const [col] of cells.entries()) {
    const pivot = cells[col]!;
    for (const [index, row] of cells.entries()) {
      if (index === col) continue;
      const times = row[col]! / pivot[col]!;
      for (const [at] of row.entries()) row[at]! -= times * pivot[at]!;
    }
  }
  return cells.map((row, index) => row.at(-1)! / row[index]!);
}

const predictors = [byWork, byFlops, byRegression] as const;
const draws = 20;

/** Cells of a row: for each predictor the median error in per cent and τ on the networks that it did not see, means over draws. */
export function cellsOf(networks: readonly Measured[], learnt: number): string[] {
  const random = new Random(0);
  const totals = predictors.map(() => ({ error: 0, tau: 0 }));
  for (let draw = 0; draw < draws; draw++) {
    const chosen = new Set(random.sample(learnt, networks.length));
    const seen = networks.filter((_, index) => chosen.has(index));
    const others = networks.filter((_, index) => !chosen.has(index));
    const latencies = others.map(({ latency }) => latency);
    for (const [index, predictor] of predictors.entries()) {
      const predicted = others.map(predictor(seen));
      totals[index]!.error += quantile(
        predicted.map((one, at) => Math.abs(one / latencies[at]! - 1)),
        0.5,
      );
      totals[index]!.tau += kendall(predicted, latencies) ?? 0;
    }
  }
  return totals.flatMap(({ error, tau }) => [
    `${((100 * error) / draws).toFixed(1)} %`,
    (tau / draws).toFixed(3).replace(/^0/, ""),
  ]);
}
