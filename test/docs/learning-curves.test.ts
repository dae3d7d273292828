import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type LearningPoint, learningCurve } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { correlationText } from "../../packages/cli/src/output/numbers.js";
import { benchmarkOf, readings } from "./benchmark-data.js";
import { linesOf, tableIn, withTable } from "./generated-table.js";

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

async function curveOf(title: string, wanted: readonly number[], times: number): Promise<LearningPoint[]> {
  const benchmark = await benchmarkOf(readings.find((reading) => reading.title === title)!);
  if (!benchmark) throw new Error(`${title} is not on this machine`);
  const labels = wanted.filter((count) => 2 * count <= benchmark.entries.length);
  return learningCurve(benchmark, { labels, draws: times, seed: 0 });
}

const headings = ["set", "prior", ...counts.map(String)];

describe.skipIf(!process.env.ZEROLM_DATA)("learning curves of docs/predictor.md (need ZEROLM_DATA)", () => {
  it.runIf(updating).each(Object.entries(tables))(
    "%s: measured anew",
    async (name, titles) => {
      const rows = new Map<string, string[]>();
      for (const title of titles) {
        const curve = await curveOf(title, counts, draws);
        const cells = counts
          .map((_, place) => curve[place])
          .map((point) => (point ? correlationText(point.kendall.mean) : ""));
        rows.set(title, [correlationText(curve[0]!.priorKendall.mean), ...cells]);
      }
      const text = readFileSync(page, "utf8");
      writeFileSync(page, withTable(text, name, linesOf({ headings, rows }, text, name)));
    },
    3_600_000,
  );

  const rowOf = (name: string, title: string): string[] =>
    tableIn(readFileSync(page, "utf8"), name)
      .rows.get(title)!
      .split("|")
      .slice(2, -1)
      .map((text) => text.trim());

  it.each(Object.entries(tables))("%s: has the sets and numbers of labels of this test", (name, titles) => {
    const { head, rows } = tableIn(readFileSync(page, "utf8"), name);
    expect(head[0]).toBe(`| ${headings.join(" | ")} |`);
    expect([...rows.keys()]).toEqual(titles);
  });

  // Five labels are learnt in no time, and a draw of more contains them, so that the first figure stands for the row's recipe.
  it.each([...tables.curves, "lts-gpt2-arm", "lts-gpt2-corei7"] as const)(
    "%s: five labels reach to the last digit what the table says",
    async (title) => {
      const [point] = await curveOf(title, [5], draws);
      const name = tables.curves.some((one) => one === title) ? "curves" : "held-out";
      expect(rowOf(name, title).slice(0, 2)).toEqual(
        [point!.priorKendall.mean, point!.kendall.mean].map(correlationText),
      );
    },
  );

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
