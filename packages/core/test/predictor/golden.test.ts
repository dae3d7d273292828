import { describe, expect, it } from "vitest";
import { labelsOf, modelOf, type Row, taskOf } from "../../src/predictor/regression/model.js";
import golden from "../golden/predictor.json" with { type: "json" };

const rowOf = ({ features, prior }: { features: number[]; prior: number }): Row => ({
  features: Float64Array.from(features),
  prior,
});

function expectRelative(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
}

describe("against SciPy", () => {
  it.each(golden.cases.map((entry) => ({ ...entry, n: entry.rows.length - 4 })))(
    "$n labels, λ = $lambda",
    (entry) => {
      const labelled = entry.rows
        .slice(0, entry.n)
        .map((row) => ({ ...rowOf(row), quality: row.quality as number }));
      const task = taskOf(labelsOf(labelled), entry.lambda);
      const model = modelOf(entry.theta, task);
      if (!model) throw new Error("not positive definite");
      expectRelative(model.process.logMarginalLikelihood, entry.logMarginalLikelihood, 1e-9);
      expectRelative(task.warp.logSlope, entry.logSlope, 1e-9);
      for (const [index, row] of entry.rows.slice(entry.n).entries()) {
        const { mean, variance } = model.belief(rowOf(row));
        expectRelative(mean, entry.mean[index] as number, 1e-9);
        expectRelative(variance, entry.variance[index] as number, 1e-9);
        expect(model.mean(rowOf(row))).toBe(mean);
      }
    },
  );
});
