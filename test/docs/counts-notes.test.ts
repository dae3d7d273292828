import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BenchmarkName, benchmarkFormats } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { fixtures } from "../../packages/core/test/benchmark/fixtures.js";

const root = resolve(import.meta.dirname, "../..");

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ").toLowerCase();

/** What lies beside the main file, if the note is of published counts that lie there. */
const beside: Partial<Record<BenchmarkName, ReadonlyMap<string, string>>> = {
  "nas-bench-bert": new Map([
    ["BERT_results_activation.csv", "ID,GLUE Score,Number of Parameters\n0,61.5,7\n"],
  ]),
};

describe("why parameter counts differ from published ones", () => {
  it.each(["autoformer", "nas-bench-bert"] as const)("%s: the page says it as the reader does", (name) => {
    const { countsNote } = benchmarkFormats[name].read(fixtures[name].text, { files: beside[name] });
    const page = readFileSync(join(root, `docs/benchmarks/${name}.md`), "utf8");
    expect(inOneLine(page)).toContain(inOneLine(countsNote ?? "no note"));
  });
});
