import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findRuntime } from "@zerolm/engine";
import { correlationText } from "@zerolm/view";
import { describe, expect, it } from "vitest";
import { headings, judgedBy, judgedSets, judgedTable, networksOf, rowNames } from "./data-driven-tables.js";
import { linesOf, tableIn, withTable } from "./generated-table.js";
import { publishedVariants } from "./published-variants.js";
import { variantHeadings, variantTable } from "./variant-table.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/proxies/data-driven.md");
/**
 * `npm run docs:data-driven` runs all networks, hours on one core unless results are kept from an earlier run. The variable may also name some of the
 * tables, separated by commas.
 */
const updated = (process.env.UPDATE_DATA_DRIVEN ?? "").split(",");
const measured = judgedSets.filter(({ table }) => updated.includes("all") || updated.includes(table));
const hasRuntime = await findRuntime().then(
  () => true,
  () => false,
);

describe.skipIf(!process.env.ZEROLM_DATA)("tables of docs/proxies/data-driven.md (need ZEROLM_DATA)", () => {
  it.each(measured)(
    "$table: measured anew",
    async (set) => {
      const table = await judgedTable(set);
      const text = readFileSync(page, "utf8");
      if (table) writeFileSync(page, withTable(text, set.table, linesOf(table, text, set.table)));
    },
    36_000_000,
  );

  it.runIf(updated.includes("all") || updated.includes("variants"))(
    "variants: measured anew",
    async () => {
      const table = await variantTable();
      const text = readFileSync(page, "utf8");
      if (table) writeFileSync(page, withTable(text, "variants", linesOf(table, text, "variants")));
    },
    36_000_000,
  );

  it("variants: has every formula that differs from ours", () => {
    const { head, rows } = tableIn(readFileSync(page, "utf8"), "variants");
    expect(head[0]).toBe(`| ${variantHeadings.join(" | ")} |`);
    expect([...rows.keys()]).toEqual(publishedVariants.map(({ of, differs }) => `\`${of}\`, ${differs}`));
  });

  it.each(judgedSets)("$title: has every data-driven proxy and its columns", ({ table }) => {
    const { head, rows } = tableIn(readFileSync(page, "utf8"), table);
    expect(head[0]).toBe(`| ${headings.join(" | ")} |`);
    expect([...rows.keys()].slice(0, rowNames.length)).toEqual(rowNames.map((name) => `\`${name}\``));
  });

  // Sizes, and the norms of weights, whose networks do not even run.
  it.runIf(hasRuntime).each([
    { table: "gpt2", names: ["nonEmbeddingParameters", "shape"] },
    { table: "subnets", names: ["l2"] },
  ])("$table: $names to the last digit what the table says", async ({ table, names }) => {
    const set = judgedSets.find((one) => one.table === table)!;
    const benchmark = await networksOf(set);
    const rows = await judgedBy(benchmark!, names, set.options);
    const { rows: said } = tableIn(readFileSync(page, "utf8"), set.table);
    for (const name of names) {
      const { spearman, kendall, kendallWithinGroups, kendallMatchedSize } = rows.get(name)!;
      const figures = [spearman, kendall, kendallWithinGroups, kendallMatchedSize].map(correlationText);
      expect(
        said
          .get(`\`${name}\``)!
          .split("|")
          .slice(3, 7)
          .map((cell) => cell.trim()),
      ).toEqual(figures);
    }
  });
});
