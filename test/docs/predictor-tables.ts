import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Benchmark, type LearningPoint, learningCurve } from "@zerolm/core";
import { correlationText } from "@zerolm/view";
import { expect } from "vitest";
import { benchmarkOf, readings } from "./benchmark-data.js";
import { tableIn } from "./generated-table.js";
import { suggestedLabels } from "./suggested-labels.js";

export const page = join(resolve(import.meta.dirname, "../.."), "docs/predictor.md");
export const counts = [5, 10, 20, 40, 80];
export const draws = 200;

/** The sets of each table, by their titles. */
export const tables = {
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

/** The learning curve of a set at those of the numbers of labels that leave half of its networks. */
export async function curveOf(
  title: string,
  wanted: readonly number[],
  times: number,
): Promise<LearningPoint[]> {
  const benchmark = await benchmarkTitled(title);
  const labels = wanted.filter((count) => 2 * count <= benchmark.entries.length);
  return learningCurve(benchmark, { labels, draws: times, seed: 0 });
}

export const headings = ["set", "prior", ...counts.map(String)];
export const covered = Object.values(tables).flat();
export const coverageHeadings = ["set", ...counts.map(String)];
export const coverageText = ({ coverage }: LearningPoint): string => String(Math.round(100 * coverage!.mean));

/** Sets with networks enough for forty labels. */
export const suggestedFor = covered.slice(0, 6);
export const suggestedCounts = [10, 20, 40];
export const suggestedHeadings = [
  "set",
  ...suggestedCounts.flatMap((count) => [`${count}: random`, "suggested"]),
];
const suggestedDraws = 30;

/** The cells of a set in the table of suggested labels. */
export async function suggestedCells(title: string, wanted: readonly number[]): Promise<string[]> {
  const benchmark = await benchmarkTitled(title);
  const points = suggestedLabels(benchmark, { counts: wanted, draws: suggestedDraws, seed: 0 });
  return points.flatMap(({ random, suggested }) => [correlationText(random), correlationText(suggested)]);
}

/** The cells of a set in a table of the page. */
export const rowOf = (name: string, title: string): string[] =>
  tableIn(readFileSync(page, "utf8"), name)
    .rows.get(title)!
    .split("|")
    .slice(2, -1)
    .map((text) => text.trim());

/** Ten suggested labels, five of them after the first five, reach what the table says. */
export async function expectSuggested(title: string): Promise<void> {
  expect(rowOf("suggested", title).slice(0, 2)).toEqual(await suggestedCells(title, [10]));
}

/** The first so many of the draws of the table: their mean lies as near as chance lets it. */
export async function expectAboutAsSaid(title: string, times: number): Promise<void> {
  for (const { labels, kendall } of await curveOf(title, [20, 40], times)) {
    const said = Number(rowOf("curves", title)[1 + counts.indexOf(labels)]);
    expect(Math.abs(kendall.mean - said)).toBeLessThan((3 * kendall.standardDeviation) / Math.sqrt(times));
  }
}
