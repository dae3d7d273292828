import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Benchmark, surveyBenchmark } from "@zerolm/core";
import { correlationText } from "@zerolm/view";
import { beforeAll, describe, expect, it } from "vitest";
import {
  allReadings,
  benchmarkOf,
  type Judged,
  judged,
  judgedPublished,
  nscVariants,
  type PublishedJudged,
} from "./benchmark-data.js";
import { type GeneratedTable, linesOf, withTable } from "./generated-table.js";
import { features, gainOf, type RowLayer } from "./regression.js";

const root = resolve(import.meta.dirname, "../..");
/** `npm run docs` writes the tables into the pages instead of comparing them. */
const updating = process.env.UPDATE_DOCS !== undefined;
const hasData = Boolean(process.env.ZEROLM_DATA);

const known = new Map<string, Benchmark | undefined>();

/** What is found on every set, by its title; nothing of one that is not on this machine. */
const judgedOf = new Map<string, readonly Judged[]>();
const variantsOf = new Map<string, readonly Judged[]>();
const publishedOf = new Map<string, readonly PublishedJudged[]>();

beforeAll(async () => {
  for (const reading of allReadings) {
    const benchmark = await benchmarkOf(reading);
    known.set(reading.title, benchmark);
    if (!benchmark) continue;
    judgedOf.set(reading.title, await judged(benchmark));
    variantsOf.set(reading.title, await nscVariants(benchmark));
    publishedOf.set(reading.title, await judgedPublished(benchmark));
  }
}, 240_000);

/** A row a reading and a column a proxy, of one statistic. */
function bySet(
  reports: ReadonlyMap<string, readonly Judged[]>,
  statistic: (report: Judged["report"]) => number | undefined,
): GeneratedTable {
  const some = allReadings.map(({ title }) => reports.get(title)).find((row) => row !== undefined) ?? [];
  const rows = allReadings.map(({ title }) => {
    const row = reports.get(title)?.map(({ report }) => correlationText(statistic(report)));
    return [title, row && [String(known.get(title)?.entries.length), ...row]] as const;
  });
  return { headings: ["set", "networks", ...some.map(({ heading }) => heading)], rows: new Map(rows) };
}

/** What came with a set, a row a score, best first. */
function publishedTable(title: string): GeneratedTable {
  const rows = (publishedOf.get(title) ?? []).map(
    ({ heading, report }) =>
      [heading, [correlationText(report.spearman), correlationText(report.kendall)]] as const,
  );
  return { headings: ["published score", "ρ", "τ"], rows: new Map(rows) };
}

/** What came with any set, beside the same four figures that the proxies are judged by. */
function allPublishedTable(): GeneratedTable {
  const rows = ["nas-bench-bert, trained", "lts-gpt2"].flatMap((title) =>
    (publishedOf.get(title) ?? []).map(({ heading, networks, report }) => {
      const figures = [
        report.kendall,
        report.spearman,
        report.kendallWithinGroups,
        report.kendallMatchedSize,
      ];
      return [`${title}: ${heading}`, [String(networks), ...figures.map(correlationText)]] as const;
    }),
  );
  return {
    headings: ["published score", "networks", "τ", "ρ", "τ within groups", "τ at equal size"],
    rows: new Map(rows),
  };
}

function regressionTable(): GeneratedTable {
  const benchmark = known.get("nas-bench-bert, trained");
  const file = join(process.env.ZEROLM_DATA ?? "", "nas-bench-bert/BERT_benchmark.json");
  const rows = JSON.parse(readFileSync(file, "utf8")) as {
    hparams: { model_hparam_overrides: { nas_config: { encoder_layers: RowLayer[] } } };
  }[];
  const layers = rows.map(({ hparams }) => hparams.model_hparam_overrides.nas_config.encoder_layers);
  const gains = features.map(
    (added) => [added.title, gainOf(benchmark as Benchmark, layers, added)] as const,
  );
  return {
    headings: ["added to depth × hidden and stacks", "R² before", "R² after", "as much by chance"],
    rows: new Map(
      gains.map(([title, { before, after, chance }]) => [
        title,
        [before.toFixed(4), after.toFixed(4), chance.toFixed(3)],
      ]),
    ),
  };
}

/** Which models the published proxies were computed on. */
function countsTable(): GeneratedTable {
  const titles = allReadings.flatMap(({ title, set }) => (set === "nas-bench-bert" ? [title] : []));
  const rows = titles.map((title) => {
    const benchmark = known.get(title);
    const { equal, there } = (benchmark && surveyBenchmark(benchmark).publishedParameters) ?? {};
    return [title, benchmark && [`${equal} of ${there}`]] as const;
  });
  return { headings: ["reading", "parameter counts as published"], rows: new Map(rows) };
}

const tables: readonly [page: string, name: string, make: () => GeneratedTable][] = [
  ["docs/benchmarks.md", "counts", countsTable],
  ["docs/benchmarks.md", "kendall", () => bySet(judgedOf, ({ kendall }) => kendall)],
  ["docs/benchmarks.md", "spearman", () => bySet(judgedOf, ({ spearman }) => spearman)],
  [
    "docs/benchmarks.md",
    "within-groups",
    () => bySet(judgedOf, ({ kendallWithinGroups }) => kendallWithinGroups),
  ],
  [
    "docs/benchmarks.md",
    "matched-size",
    () => bySet(judgedOf, ({ kendallMatchedSize }) => kendallMatchedSize),
  ],
  ["docs/benchmarks.md", "published", allPublishedTable],
  ["docs/proxies/nsc.md", "nsc", () => bySet(variantsOf, ({ kendall }) => kendall)],
  ["docs/benchmarks/nas-bench-bert.md", "published", () => publishedTable("nas-bench-bert, trained")],
  ["docs/benchmarks/nas-bench-bert.md", "regression", regressionTable],
  ["docs/benchmarks/lts.md", "published", () => publishedTable("lts-gpt2")],
];

describe.skipIf(!hasData)("tables of figures (need ZEROLM_DATA)", () => {
  it.each(tables)("%s: %s", (file, name, make) => {
    const path = join(root, file);
    const page = readFileSync(path, "utf8");
    const fresh = withTable(page, name, linesOf(make(), page, name));
    if (updating) writeFileSync(path, fresh);
    else expect(page).toBe(fresh);
  });
});
