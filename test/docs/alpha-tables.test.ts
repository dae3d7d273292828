import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  alphaCurve,
  alphaWithoutLabels,
  architectureAt,
  type Benchmark,
  bestFirst,
  builtinSpace,
  calibrate,
  capacityPairs,
  crossFittedAlpha,
  kendall,
  labelFreeAlpha,
  Random,
  type Spread,
  sampler,
} from "@zerolm/core";
import { correlationText } from "@zerolm/view";
import { beforeAll, describe, expect, it } from "vitest";
import { alphaReadings, tauAt, tausOf } from "./alpha-readings.js";
import { benchmarkOf, readings } from "./benchmark-data.js";
import { type GeneratedTable, linesOf, tableIn, withTable } from "./generated-table.js";
import { alphaOf, labelFreeReadings } from "./label-free-readings.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/alpha.md");
const updating = process.env.UPDATE_DOCS !== undefined;
/** `npm run docs:curves` takes the 2,000 draws of every reading again. */
const updatingReadings = process.env.UPDATE_CURVES !== undefined;

const sets = ["nas-bench-bert, labelled", "lts-gpt2", "lts-transformer-xl"] as const;
const known = new Map<string, Benchmark>();
beforeAll(async () => {
  for (const reading of readings) {
    const benchmark = await benchmarkOf(reading);
    if (benchmark) known.set(reading.title, benchmark);
  }
});

const of = (title: string): Benchmark => {
  const benchmark = known.get(title);
  if (!benchmark) throw new Error(`${title} is not on this machine`);
  return benchmark;
};
const shapesOf = (title: string) => of(title).entries.map(({ architecture }) => architecture);
const qualityOf = (title: string) => of(title).entries.map(({ quality }) => quality);
const curveOf = (title: string) =>
  alphaCurve(capacityPairs(shapesOf(title)), (scores) => kendall(scores, qualityOf(title)));

const alphaText = (alpha: number): string => String(Number(alpha.toFixed(2)));
const spread = ({ mean, standardDeviation }: Spread, alpha: Spread): string =>
  `${correlationText(mean)} ± ${correlationText(standardDeviation)} (${alpha.mean.toFixed(2)} ± ${alpha.standardDeviation.toFixed(2)})`;

/** What each way to an alpha is worth. */
async function worthTable(): Promise<GeneratedTable> {
  const rows: [string, string[]][] = [];
  for (const title of sets) {
    const best = bestFirst(curveOf(title))[0]!;
    const labelFree = alphaWithoutLabels(shapesOf(title));
    const twenty = await calibrate(of(title), { labels: 20, draws: 200, seed: 0 });
    const crossed = crossFittedAlpha(shapesOf(title), qualityOf(title));
    const cells = [
      correlationText(tauAt(of(title), 0.5)),
      `${correlationText(tauAt(of(title), labelFree))} (${alphaText(labelFree)})`,
      spread(twenty.kendall, twenty.alpha),
      `${correlationText(kendall(crossed.scores, qualityOf(title))!)} (${alphaText(crossed.alpha.mean)})`,
      `${correlationText(best.value)} (${alphaText(best.alpha)})`,
    ];
    rows.push([title, cells]);
  }
  const headings = ["set", "α 0.5", "label-free (α)", "20 labels (α)", "cross-fitted (α)", "best (α)"];
  return { headings, rows: new Map(rows) };
}

/** What each reading of the label-free rule loses against the best alpha of the grid, with its alpha. */
function labelFreeTable(): GeneratedTable {
  const rows = readings.map(({ title }) => {
    if (!known.has(title)) return [title, undefined] as const;
    const best = bestFirst(curveOf(title))[0]!.value;
    const cells = Object.values(labelFreeReadings).map((reading) => {
      const alpha = alphaOf(shapesOf(title), reading);
      return `${correlationText(best - tauAt(of(title), alpha))} (${alphaText(alpha)})`;
    });
    return [title, cells] as const;
  });
  return { headings: ["set", ...Object.keys(labelFreeReadings)], rows: new Map(rows) };
}

/** Alpha from the space of a set, drawn in two ways, and what it loses on the set. */
function spacesTable(): GeneratedTable {
  const rows = Object.entries(spaceOfSet).map(([title, name]) => {
    if (!known.has(title)) return [title, undefined] as const;
    const space = builtinSpace(name);
    const random = new Random(0);
    const draw = sampler(space);
    const alike = Array.from({ length: 1000 }, () => architectureAt(space, draw(random)));
    const best = bestFirst(curveOf(title))[0]!.value;
    const cells = [labelFreeAlpha(space), alphaWithoutLabels(alike)].map(
      (alpha) => `${correlationText(best - tauAt(of(title), alpha))} (${alphaText(alpha)})`,
    );
    return [title, [name, ...cells]] as const;
  });
  return { headings: ["set", "space", "macro choices first (α)", "uniformly (α)"], rows: new Map(rows) };
}

const spaceOfSet: Readonly<Record<string, string>> = {
  "nas-bench-bert, labelled": "flexibert",
  "lts-gpt2": "lts-gpt2",
  "lts-transformer-xl": "lts-transformer-xl",
  "lts-gpt2-arm": "lts-gpt2",
  "lts-gpt2-corei7": "lts-gpt2",
  "autoformer-tiny": "autoformer-tiny",
  "autoformer-small": "autoformer-small",
  "autoformer-base": "autoformer-base",
};

const many = { labels: 20, draws: 2000, seed: 0 };
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean τ of every reading of benchmark sampling; the last rows look at zerolm's own draws in another way. */
function readingsTable(): GeneratedTable {
  const results = Object.entries(alphaReadings).map(
    ([name, reading]) => [name, sets.map((title) => tausOf(of(title), reading, many))] as const,
  );
  const [, own] = results[0]!;
  const middle = (taus: readonly number[]): number =>
    [...taus].sort((one, other) => one - other)[Math.floor(taus.length / 2)]!;
  const rows = new Map([
    ...results.map(
      ([name, judged]) => [name, judged.map(({ taus }) => correlationText(mean(taus)))] as const,
    ),
    [
      "the median of the draws, not their mean",
      own.map(({ taus }) => correlationText(middle(taus))),
    ] as const,
    [
      "one α, the mean of the draws, on all networks",
      own.map(({ alphas }, index) => correlationText(tauAt(of(sets[index]!), mean(alphas)))),
    ] as const,
  ]);
  return { headings: ["reading", ...sets], rows };
}

function fresh(name: string, table: GeneratedTable): { readonly old: string; readonly made: string } {
  const old = readFileSync(page, "utf8");
  return { old, made: withTable(old, name, linesOf(table, old, name)) };
}

describe.skipIf(!process.env.ZEROLM_DATA)("tables of docs/alpha.md (need ZEROLM_DATA)", () => {
  it.each([
    ["worth", worthTable],
    ["label-free", labelFreeTable],
    ["spaces", spacesTable],
  ] as const)("%s", async (name, make) => {
    const { old, made } = fresh(name, await make());
    if (updating) writeFileSync(page, made);
    else expect(old).toBe(made);
  });

  it.runIf(updatingReadings)(
    "readings: measured anew",
    () => writeFileSync(page, fresh("readings", readingsTable()).made),
    3_600_000,
  );

  it("readings: the first is what calibrate does, on the set that is farthest from its target", async () => {
    const { head, rows } = tableIn(readFileSync(page, "utf8"), "readings");
    expect(head[0]).toBe(`| reading | ${sets.join(" | ")} |`);
    const names = Object.keys(alphaReadings);
    expect([...rows.keys()].slice(0, names.length)).toEqual(names);
    const { kendall: tau } = await calibrate(of(sets[0]), many);
    expect(rows.get(names[0]!)!.split("|")[2]!.trim()).toBe(correlationText(tau.mean));
  });
});
