import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type LearningPoint, learningCurve } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { benchmarkOf, readings } from "./benchmark-data.js";
import { linesOf, tableIn, withTable } from "./generated-table.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/predictor.md");
/** `npm run docs:curves` measures the tables anew; a quarter of an hour. */
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

async function curveOf(title: string, wanted: readonly number[]): Promise<LearningPoint[]> {
  const benchmark = await benchmarkOf(readings.find((reading) => reading.title === title)!);
  if (!benchmark) throw new Error(`${title} is not on this machine`);
  const labels = wanted.filter((count) => 2 * count <= benchmark.entries.length);
  return learningCurve(benchmark, { labels, draws, seed: 0 });
}

const cell = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, "$1.");

const headings = ["set", "prior", ...counts.map(String)];

describe.skipIf(!process.env.ZEROLM_DATA)("learning curves of docs/predictor.md (need ZEROLM_DATA)", () => {
  it.runIf(updating).each(Object.entries(tables))(
    "%s: measured anew",
    async (name, titles) => {
      const rows = new Map<string, string[]>();
      for (const title of titles) {
        const curve = await curveOf(title, counts);
        const cells = counts
          .map((_, place) => curve[place])
          .map((point) => (point ? cell(point.kendall.mean) : ""));
        rows.set(title, [cell(curve[0]!.priorKendall.mean), ...cells]);
      }
      const text = readFileSync(page, "utf8");
      writeFileSync(page, withTable(text, name, linesOf({ headings, rows }, text, name)));
    },
    3_600_000,
  );

  // Five labels are learnt in no time; a draw of more contains them, so that the first figure stands for the row's recipe.
  it.each(Object.entries(tables))("%s: five labels reach what the table says", async (name, titles) => {
    const { head, rows } = tableIn(readFileSync(page, "utf8"), name);
    expect(head[0]).toBe(`| ${headings.join(" | ")} |`);
    expect([...rows.keys()]).toEqual(titles);
    for (const title of titles.filter((one) => one.startsWith("lts"))) {
      const [point] = await curveOf(title, [5]);
      const [, , prior, five] = rows
        .get(title)!
        .split("|")
        .map((text) => text.trim());
      expect([prior, five], title).toEqual([cell(point!.priorKendall.mean), cell(point!.kendall.mean)]);
    }
  });

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
