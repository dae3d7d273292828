import { readFileSync, writeFileSync } from "node:fs";
import type { LearningPoint } from "@zerolm/core";
import { correlationText } from "@zerolm/view";
import { describe, expect, it } from "vitest";
import { type GeneratedTable, linesOf, tableIn, withTable } from "./generated-table.js";
import {
  counts,
  coverageHeadings,
  coverageText,
  covered,
  curveOf,
  draws,
  expectAboutAsSaid,
  expectSuggested,
  headings,
  page,
  rowOf,
  suggestedCells,
  suggestedCounts,
  suggestedFor,
  suggestedHeadings,
  tables,
} from "./predictor-tables.js";

/** `npm run docs:curves` measures the tables anew, some ten minutes on one core. */
const updating = process.env.UPDATE_CURVES !== undefined;

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

  it("five suggested labels more reach what the table says, on the first set", async () => {
    await expectSuggested(suggestedFor[0]!);
  });

  it("20 and 40 labels reach about what the table says in ten draws, on the first set", async () => {
    await expectAboutAsSaid(tables.curves[0], 10);
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
        for (const tau of reached) expect(tau, title).toBeGreaterThanOrEqual(prior! - 0.01 - 1e-9);
      }
  });
});
