import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { matrices } from "../../src/architecture/matrices.js";
import { evaluateBaselines } from "../../src/benchmark/evaluate.js";
import { proxies } from "../../src/proxy/proxies.js";
import type { ShapeScorer } from "../../src/proxy/proxy.js";
import { shapeScorer } from "../../src/proxy/shape-scorer.js";
import { kendall } from "../../src/statistics/kendall.js";
import { spearman } from "../../src/statistics/spearman.js";
import { hasData, published, publishedParameters } from "./published-data.js";

/** Σ rows × cols over attention and FFN, the count that NSC's paper compares with. */
const bodyEntries = shapeScorer((architecture) => ({
  value: matrices(architecture)
    .filter(({ layer }) => layer !== undefined)
    .reduce((sum, { rows, cols }) => sum + rows * cols, 0),
}));

const zerolm = (alpha: number): ShapeScorer => proxies.zerolm.scorer({ alpha });
const nscXavier = proxies.nsc.scorer({ nscAttention: "whole", std: "xavier" });

/** Reference values from an implementation in Python apart from this one: Spearman's ρ and Kendall's τ-b on all 500 rows. */
const references: readonly [string, string, ShapeScorer, number, number, number][] = [
  ["published", "zerolm .5", zerolm(0.5), 0.772, 0.543, 0.005],
  ["published", "zerolm 0", zerolm(0), 0.774, 0.579, 0.005],
  ["labelled", "zerolm .5", zerolm(0.5), 0.821, 0.611, 0.01],
  ["labelled", "zerolm .7", zerolm(0.7), 0.842, 0.643, 0.01],
  ["trained", "zerolm .5", zerolm(0.5), 0.89, 0.72, 0.005],
  ["trained", "zerolm .8", zerolm(0.8), 0.899, 0.734, 0.005],
  ["published", "nsc", nscXavier, 0.755, 0.529, 0.005],
  ["labelled", "nsc", nscXavier, 0.835, 0.635, 0.01],
  ["trained", "nsc", nscXavier, 0.869, 0.686, 0.005],
  ["published", "Σ rows × cols", bodyEntries, 0.652, 0.454, 0.005],
  ["labelled", "Σ rows × cols", bodyEntries, 0.675, 0.484, 0.01],
  ["trained", "Σ rows × cols", bodyEntries, 0.765, 0.572, 0.005],
];

const expectWithin = (actual: number | undefined, expected: number, tolerance: number): void =>
  expect(Math.abs((actual as number) - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );

describe.skipIf(!hasData)("NAS-Bench-BERT as published (needs ZEROLM_DATA)", () => {
  it("has the published parameter counts, 500 of 500, in the reading `published`", () => {
    const counts = publishedParameters();
    const { entries } = published("published");
    const ours = entries.map(({ id, architecture }) => [id, cost(architecture).parameters.total]);
    expect(ours).toHaveLength(500);
    expect(new Map(ours as [string, number][])).toEqual(counts);
  });

  it.each(references)("%s: %s", (reading, _name, scorer, rho, tau, tolerance) => {
    const { entries } = published(reading);
    const quality = entries.map((entry) => entry.quality);
    const scores = entries.map(({ architecture }) => scorer.score(architecture).value);
    expectWithin(spearman(scores, quality), rho, tolerance);
    expectWithin(kendall(scores, quality), tau, tolerance);
  });

  it("is ranked better by depth and hidden size alone", () => {
    const [product, lexical] = evaluateBaselines(published("trained"), { resamples: 10 });
    expectWithin(product?.report.spearman, 0.875, 0.005);
    expectWithin(product?.report.kendall, 0.745, 0.005);
    expectWithin(lexical?.report.spearman, 0.925, 0.005);
    expectWithin(lexical?.report.kendall, 0.801, 0.005);
  });
});
