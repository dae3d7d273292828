import { describe, expect, it } from "vitest";
import type { Benchmark } from "../../src/benchmark/benchmark.js";
import { evaluatePublished } from "../../src/benchmark/evaluate.js";
import { lts } from "../../src/benchmark/lts.js";
import { surveyBenchmark } from "../../src/benchmark/survey.js";
import { table } from "../../src/benchmark/table.js";
import { caseFiles, caseText, hasCases } from "./cases.js";

const ltsCase = (name: string): Benchmark => {
  const files = caseFiles(name, "folder");
  return lts.read(files.get("ppl_summary.yaml") as string, { file: "folder/ppl_summary.yaml", files });
};

const few = { resamples: 50 };

describe.skipIf(!hasCases)("benchmarks as their authors left them (needs ZEROLM_CASES)", () => {
  it("judges the networks that were trained", () => {
    const { entries, leftOut } = ltsCase("lts-untrained-config");
    expect(entries.map(({ id }) => id)).toEqual(["M1", "M2", "M3", "M4", "M5", "M6"]);
    expect(leftOut).toMatchObject([{ count: 1, ids: ["M18"] }]);
  });

  it("reads Transformer-XL as such where the counts alone tell", () => {
    const benchmark = ltsCase("lts-txl-read-as-gpt2");
    expect(surveyBenchmark(benchmark).publishedParameters).toEqual({
      there: 6,
      equal: 6,
      largestDifference: 0,
    });
    expect(benchmark.notes).toEqual([expect.stringMatching(/^read as Transformer-XL: .* 6 of 6 published/)]);
  });

  it("takes a nan for no score", () => {
    const { entries, publishedScores } = table.read(caseText("nan-score-csv", "own.csv"), {});
    expect(entries).toHaveLength(20);
    expect(publishedScores?.jacob?.map((score) => score ?? "none").slice(2, 5)).toEqual([2, "none", 4]);
  });

  it("ranks by huge and tiny scores as by their order, and by a constant not at all", () => {
    const huge = table.read(caseText("huge-scores", "huge.csv"), {});
    for (const { report, scores, entries } of evaluatePublished(huge, few)) {
      const sorted = Float64Array.from(scores).sort();
      const ranks = scores.map((score) => sorted.indexOf(score));
      const [again] = evaluatePublished({ ...huge, entries, publishedScores: { ranks: [...ranks] } }, few);
      expect(report.kendall).toBeTypeOf("number");
      expect(again?.report).toEqual(report);
    }
    const constant = table.read(caseText("constant-score", "const.csv"), {});
    const [flat, plain] = evaluatePublished(constant, few);
    expect([flat?.report.kendall, flat?.report.spearmanCI]).toEqual([undefined, undefined]);
    expect(plain?.report.kendall).toBeGreaterThan(0.8);
  });

  it("knows the names that others give to columns, and says what may have been meant", () => {
    const alias = caseText("table-column-names", "alias.csv");
    expect(() => table.read(alias, {})).toThrow('Is it "accuracy"? Rename that.');
    const { entries } = table.read(alias, { quality: "accuracy" });
    expect(entries.map(({ architecture }) => architecture.layers[0]?.ffn)).toMatchObject(
      [128, 160, 192, 224, 256, 288, 320].map((width) => ({ widths: [width] })),
    );
    const ppl = caseText("table-column-names", "ppl.csv");
    expect(() => table.read(ppl, {})).toThrow('Is it "val_ppl"? Negate that and rename it');
    const tuples = table.read(caseText("table-column-names", "tuple.csv"), {});
    expect(tuples.entries[1]?.architecture.layers).toMatchObject([
      { mixer: { heads: 2 }, ffn: { widths: [160] } },
      { mixer: { heads: 4 }, ffn: { widths: [128] } },
    ]);
  });
});
