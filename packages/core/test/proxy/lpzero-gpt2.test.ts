import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lpzeroGpt2 } from "../../src/proxy/lpzero-gpt2.js";
import { kendall } from "../../src/statistics/kendall.js";
import { ltsSet } from "../benchmark/lts-data.js";
import { hasData } from "../benchmark/published-data.js";
import { architectureOf } from "./architectures.js";

const set = "random_GPT2_wt103";

/** Pearson's correlation, from its definition. */
function pearson(some: readonly number[], others: readonly number[]): number {
  const centred = (values: readonly number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const dot = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, index) => sum + value * (other[index] as number), 0);
  const [one, other] = [centred(some), centred(others)];
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}

describe("lpzero-gpt2", () => {
  it("is the mean over four maps of a layer of s² + 1/inputs²", () => {
    const architecture = architectureOf({
      hidden: 8,
      embedding: { vocabulary: 10 },
      layers: [{ repeat: 2, mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 20 } }],
    });
    const expected = (2 * 4e-4 + (2 * 4e-4) / 4 + 3 / 64 + 1 / 400) / 4;
    expect(lpzeroGpt2.scorer().score(architecture).value).toBeCloseTo(-expected, 14);
  });

  it.skipIf(!hasData)(
    "is minus the published scores of 200 networks, and ranks them at τ .890 (needs ZEROLM_DATA)",
    () => {
      const text = readFileSync(
        join(process.env.ZEROLM_DATA as string, "lts", set, "lpzero_scores_seed_1111.yaml"),
        "utf8",
      );
      const published = new Map(
        text
          .trim()
          .split(/\r?\n/)
          .map((line) => line.split(": "))
          .map(([id, score]) => [id, Number(score)]),
      );
      const { entries } = ltsSet(set);
      expect(published.size).toBe(200);
      const scorer = lpzeroGpt2.scorer();
      const scores = entries.map(({ architecture }) => scorer.score(architecture).value);
      expect(
        pearson(
          scores,
          entries.map(({ id }) => published.get(id) as number),
        ),
      ).toBeLessThan(-0.99999);
      expect(
        kendall(
          scores,
          entries.map(({ quality }) => quality),
        ),
      ).toBeCloseTo(0.8897, 4);
    },
  );
});
