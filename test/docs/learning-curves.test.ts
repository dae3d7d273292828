import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Benchmark, type LearningPoint, learningCurve } from "@zerolm/core";
import { correlationText } from "@zerolm/view";
import { describe, expect, it } from "vitest";
import { benchmarkOf, readings } from "./benchmark-data.js";
import { type GeneratedTable, linesOf, tableIn, withTable } from "./generated-table.js";
import { suggestedLabels } from "./suggested-labels.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/predictor.md");
/** `npm run docs:curves` measures the tables anew, some ten minutes on one core. */
const updating = process.env.UPDATE_CURVES !== undefined;

const counts = [5, 10, 20, 40, 80];
const draws = 200;

/** The sets of each table, by their titles. */
const tables = {
  curves: ["nas-bench-bert, labelled", "lts-gpt2", "lts-transformer-xl"],
  "held-out": [
    "nas-bench-bert, trained",
    "nas-bench-bert, published",
    "subnets (tiny-llama-kjv)",
    "lts-gpt2-arm",
    "lts-gpt2-corei7",
  ],
} as const;

async function benchmarkTitled(title: string): Promise<Benchmark> {
  const benchmark = await benchmarkOf(readings.find((reading) => reading.title === title)!);
  if (!benchmark) throw new Error(`${title} is not on this machine`);
  return benchmark;
}

async function curveOf(title: string, wanted: readonly number[], times: number): Promise<LearningPoint[]> {
  const benchmark = await benchmarkTitled(title);
  const labels = wanted.filter((count) => 2 * count <= benchmark.entries.length);
  return learningCurve(benchmark, { labels, draws: times, seed: 0 });
}

const headings = ["set", "prior", ...counts.map(String)];
const covered = Object.values(tables).flat();
const coverageHeadings = ["set", ...counts.map(String)];
const coverageText = ({ coverage }: LearningPoint): string => String(Math.round(100 * coverage.mean));

/** Sets with networks enough for forty labels. */
const suggestedFor = covered.slice(0, 6);
const suggestedCounts = [10, 20, 40];
const suggestedHeadings = ["set", ...suggestedCounts.flatMap((count) => [`${count}: random`, "suggested"])];
const suggestedDraws = 30;

async function suggestedCells(title: string, wanted: readonly number[]): Promise<string[]> {
  const benchmark = await benchmarkTitled(title);
  const points = suggestedLabels(benchmark, { counts: wanted, draws: suggestedDraws, seed: 0 });
  return points.flatMap(({ random, suggested }) => [correlationText(random), correlationText(suggested)]);
}

function write(name: string, table: GeneratedTable): void {
  const text = readFileSync(page, "utf8");
  writeFileSync(page, withTable(text, name, linesOf(table, text, name)));
}

describe.skipIf(!process.env.ZEROLM_DATA)("learning curves of docs/predictor.md (need ZEROLM_DATA)", () => {
  it.runIf(updating)(
    "curves and coverage: measured anew",
    async () => {
      const curves = new Map<string, LearningPoint[]>();
      for (const title of covered) curves.set(title, await curveOf(title, counts, draws));
      const cellsOf = (title: string, textOf: (point: LearningPoint) => string): string[] =>
        counts.map((_, place) => curves.get(title)![place]).map((point) => (point ? textOf(point) : ""));
      for (const [name, titles] of Object.entries(tables)) {
        const rows = titles.map((title): [string, string[]] => {
          const prior = correlationText(curves.get(title)![0]!.priorKendall.mean);
          return [title, [prior, ...cellsOf(title, ({ kendall }) => correlationText(kendall.mean))]];
        });
        write(name, { headings, rows: new Map(rows) });
      }
      const rows = covered.map((title): [string, string[]] => [title, cellsOf(title, coverageText)]);
      write("coverage", { headings: coverageHeadings, rows: new Map(rows) });
    },
    3_600_000,
  );

  it.runIf(updating)(
    "suggested: measured anew",
    async () => {
      const rows = new Map<string, string[]>();
      for (const title of suggestedFor) rows.set(title, await suggestedCells(title, suggestedCounts));
      write("suggested", { headings: suggestedHeadings, rows });
    },
    3_600_000,
  );

  const rowOf = (name: string, title: string): string[] =>
    tableIn(readFileSync(page, "utf8"), name)
      .rows.get(title)!
      .split("|")
      .slice(2, -1)
      .map((text) => text.trim());

  it.each<[string, readonly string[], readonly string[]]>([
    ...Object.entries(tables).map(([name, titles]) => [name, titles, headings] as const),
    ["coverage", covered, coverageHeadings],
    ["suggested", suggestedFor, suggestedHeadings],
  ] as [string, readonly string[], readonly string[]][])(
    "%s: has the sets and numbers of labels of this test",
    (name, titles, columns) => {
      const { head, rows } = tableIn(readFileSync(page, "utf8"), name);
      expect(head[0]).toBe(`| ${columns.join(" | ")} |`);
      expect([...rows.keys()]).toEqual(titles);
    },
  );

  // Five labels are learnt in no time, and a draw of more contains them, so that the first figure stands for the row's recipe.
  it.each([...tables.curves, "lts-gpt2-arm", "lts-gpt2-corei7"] as const)(
    "%s: five labels reach to the last digit what the table says",
    async (title) => {
      const [point] = await curveOf(title, [5], draws);
      const name = tables.curves.some((one) => one === title) ? "curves" : "held-out";
      expect(rowOf(name, title).slice(0, 2)).toEqual(
        [point!.priorKendall.mean, point!.kendall.mean].map(correlationText),
      );
      expect(rowOf("coverage", title)[0]).toBe(coverageText(point!));
    },
  );

  it.each(tables.curves)("%s: five suggested labels more reach what the table says", async (title) => {
    expect(rowOf("suggested", title).slice(0, 2)).toEqual(await suggestedCells(title, [10]));
  });

  // The first ten draws are ten of the 200: their mean lies as near as chance lets it.
  it.each(tables.curves)(
    "%s: 20 and 40 labels reach about what the table says in ten draws",
    async (title) => {
      const few = 10;
      for (const { labels, kendall } of await curveOf(title, [20, 40], few)) {
        const said = Number(rowOf("curves", title)[1 + counts.indexOf(labels)]);
        expect(Math.abs(kendall.mean - said)).toBeLessThan((3 * kendall.standardDeviation) / Math.sqrt(few));
      }
    },
  );

  it("show no set on which labels do worse than their prior by more than .01", () => {
    const text = readFileSync(page, "utf8");
    for (const name of Object.keys(tables))
      for (const [title, row] of tableIn(text, name).rows) {
        const [prior, ...reached] = row
          .split("|")
          .slice(2, -1)
          .filter((part) => part.trim() !== "")
          .map(Number);
        for (const tau of reached) expect(tau, title).toBeGreaterThan(prior! - 0.01);
      }
  });
});
