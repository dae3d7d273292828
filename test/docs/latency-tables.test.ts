import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type GeneratedTable, linesOf, withTable } from "./generated-table.js";
import { cellsOf, publishedLatencies } from "./latency-readings.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/latency.md");
const updating = process.env.UPDATE_DOCS !== undefined;
const hasData = Boolean(process.env.ZEROLM_DATA);

function published(): GeneratedTable {
  const rows = publishedLatencies().flatMap(({ name, networks }) =>
    [10, 30, 100]
      .filter((learnt) => learnt < networks.length - 5)
      .map((learnt) => [`${name}, from ${learnt}`, cellsOf(networks, learnt)] as const),
  );
  const columns = ["costs of work", "a line over FLOPs", "regression over sizes"];
  return {
    headings: ["latencies", ...columns.flatMap((one) => [`${one}: error`, "τ"])],
    rows: new Map(rows),
  };
}

describe("docs/latency.md", () => {
  it.skipIf(!hasData)(
    `has the table that the code gives${hasData ? "" : " (needs ZEROLM_DATA)"}`,
    () => {
      const text = readFileSync(page, "utf8");
      const table = published();
      expect(table.rows.size).toBe(16);
      const fresh = withTable(text, "published", linesOf(table, text, "published"));
      if (updating) writeFileSync(page, fresh);
      else expect(text).toBe(fresh);
    },
    60_000,
  );
});
