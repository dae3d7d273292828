import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type Benchmark,
  evaluateProxy,
  firstChoiceRegret,
  proxies,
  proxyOf,
  type RankingReport,
} from "@zerolm/core";
import { correlationText } from "@zerolm/view";
import { beforeAll, describe, expect, it } from "vitest";
import { allReadings, benchmarkOf } from "./benchmark-data.js";
import { type GeneratedTable, linesOf, tableIn, withTable } from "./generated-table.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/trust.md");
const updating = process.env.UPDATE_DOCS !== undefined;

const columns = [
  "shape",
  "zerolm",
  "nsc",
  "series",
  "lpzero-gpt2",
  "absoluteWeight",
  "parameters",
  "nonEmbeddingParameters",
  "flops",
  "shape+nonEmbeddingParameters",
];

/** Sets by which shape was chosen. */
const chosenBy = /^(nas-bench-bert|lts-gpt2$|lts-transformer-xl|gemstones)/;

const titleOf = (title: string): string => (chosenBy.test(title) ? `${title} *` : title);

interface Judged {
  readonly report: RankingReport;
  readonly regret: number | undefined;
}

const judgedOf = new Map<string, readonly Judged[]>();

async function judged(benchmark: Benchmark, column: string): Promise<Judged> {
  const { report, entries, scores } = await evaluateProxy(benchmark, proxyOf(column), {}, { resamples: 0 });
  const size = proxies.parameters.scorer();
  const { regret } = firstChoiceRegret(
    scores,
    entries.map(({ quality }) => quality),
    entries.map(({ architecture }) => size.score(architecture).value),
    { within: entries.map(({ group = "" }) => group) },
  );
  return { report, regret };
}

beforeAll(async () => {
  for (const reading of allReadings) {
    const benchmark = await benchmarkOf(reading);
    if (!benchmark) continue;
    const row: Judged[] = [];
    for (const column of columns) row.push(await judged(benchmark, column));
    judgedOf.set(reading.title, row);
  }
}, 240_000);

/** One statistic, a row a set and a column a proxy. */
function tableOf(statistic: (judged: Judged) => number | undefined): GeneratedTable {
  const rows = allReadings.map(({ title }) => {
    const row = judgedOf.get(title)?.map((one) => correlationText(statistic(one)));
    return [titleOf(title), row] as const;
  });
  return { headings: ["set", ...columns.map((column) => `\`${column}\``)], rows: new Map(rows) };
}

const tables: Readonly<Record<string, (judged: Judged) => number | undefined>> = {
  tau: ({ report }) => report.kendall,
  matched: ({ report }) => report.kendallMatchedSize,
  regret: ({ regret }) => regret,
};

describe("docs/trust.md", () => {
  it.each(Object.entries(tables))("has the table %s that the code gives", (name, statistic) => {
    const text = readFileSync(page, "utf8");
    const fresh = withTable(text, name, linesOf(tableOf(statistic), text, name));
    if (updating) writeFileSync(page, fresh);
    else expect(text).toBe(fresh);
  });

  it("says of every set that shape was chosen with that it was, and has every proxy on every set at hand", () => {
    const { rows } = tableIn(readFileSync(page, "utf8"), "tau");
    for (const [title] of judgedOf)
      expect(rows.get(titleOf(title))?.split("|")).toHaveLength(columns.length + 3);
    expect([...rows.keys()].filter((key) => key.endsWith(" *")).length).toBeGreaterThanOrEqual(1);
  });
});
