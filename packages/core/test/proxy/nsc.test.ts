import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import type { Matrix } from "../../src/architecture/matrices.js";
import { expectedLogDeterminant } from "../../src/capacity/log-determinant.js";
import { UsageError } from "../../src/errors.js";
import { attentionSplits, nsc } from "../../src/proxy/nsc.js";
import type { RealWeights, WeightBlock } from "../../src/proxy/weight-source.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { oneLayer, small } from "./architectures.js";

type NscOptions = Parameters<typeof nsc.scorer>[0];

const score = (architecture: Architecture, options: NscOptions): number =>
  nsc.scorer(options).score(architecture).value;

const xavier = (rows: number, cols: number): number => expectedLogDeterminant(rows, cols, 2 / (rows + cols));
const normal = (rows: number, cols: number): number => expectedLogDeterminant(rows, cols, 0.02 * 0.02);

describe("by hand", () => {
  // Layer 1: 2 heads of 8, FFN 32. Layer 2: 4 query heads and 2 key/value heads of 5, gated FFN 24. Hidden 16.
  it.each([
    ["xavier", xavier],
    [0.02, normal],
  ] as const)("sums ψ of heads, whole or merged matrices with std %s", (std, psi) => {
    const ffn = 2 * psi(32, 16) + 3 * psi(24, 16);
    const outputs = psi(16, 16) + psi(16, 20);
    const perHead = 6 * psi(8, 16) + 8 * psi(5, 16);
    const whole = 3 * psi(16, 16) + psi(20, 16) + 2 * psi(10, 16);
    const merged = psi(48, 16) + psi(40, 16);
    expect(score(small(), { nscAttention: "per-head", std })).toBeCloseTo(perHead + outputs + ffn, 11);
    expect(score(small(), { nscAttention: "whole", std })).toBeCloseTo(whole + outputs + ffn, 11);
    expect(score(small(), { nscAttention: "merged", std })).toBeCloseTo(merged + outputs + ffn, 11);
  });

  it("takes heads and the architecture's own initialiser by default", () => {
    expect(score(small(), {})).toBe(score(small(), { nscAttention: "per-head", std: 0.02 }));
  });
});

describe("real weights", () => {
  it.each(attentionSplits)(
    "are asked for in the pieces of which ψ is the expectation: %s",
    (nscAttention) => {
      /** ψ of the shape that a block has: then both scores are the same sum. */
      const capacity = ({ capacity: name, matrices, head }: WeightBlock): number => {
        expect(name).toBe("logDeterminant");
        const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
        const [{ cols, heads }] = matrices as [Matrix];
        return normal(head === undefined ? rows : rows / heads, cols);
      };
      const weights: RealWeights = capacity;
      const real = nsc.scorer({ nscAttention }, { weights });
      expect(real.additive).toBeUndefined();
      fc.assert(
        fc.property(arbitraryArchitecture, (architecture) => {
          const expected = score(architecture, { nscAttention, std: 0.02 });
          expect(real.score(architecture).value).toBeCloseTo(expected, 9);
        }),
      );
    },
  );
});

describe("std own", () => {
  it("is a fixed std where that is the initialiser, to the bit", () => {
    fc.assert(
      fc.property(
        arbitraryArchitecture,
        fc.constantFrom(...attentionSplits),
        (architecture, nscAttention) => {
          const own: Architecture = { ...architecture, initialiser: { kind: "normal", std: 0.07 } };
          expect(score(own, { nscAttention, std: "own" })).toBe(score(own, { nscAttention, std: 0.07 }));
        },
      ),
    );
  });

  it("is Xavier's where that is the initialiser and matrices enter whole, to the bit", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const own: Architecture = {
          ...architecture,
          initialiser: { kind: "xavier", distribution: "uniform" },
        };
        expect(score(own, { nscAttention: "whole", std: "own" })).toBe(
          score(own, { nscAttention: "whole", std: "xavier" }),
        );
      }),
    );
  });

  it("gives a head the variance of the matrix that it is cut from", () => {
    const own = small({ kind: "xavier", distribution: "normal" });
    const head = (rows: number, matrixRows: number): number =>
      expectedLogDeterminant(rows, 16, 2 / (matrixRows + 16));
    const ffn = 2 * xavier(32, 16) + 3 * xavier(24, 16);
    const heads = 6 * head(8, 16) + 4 * head(5, 20) + 4 * head(5, 10);
    expect(score(own, { std: "own" })).toBeCloseTo(heads + xavier(16, 16) + xavier(16, 20) + ffn, 11);
  });
});

describe("ties", () => {
  it("of one 2d × 2d and two d × d matrices hold to the bit under Xavier", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (width) => {
        const options: NscOptions = { nscAttention: "whole", std: "xavier" };
        expect(score(oneLayer(2 * width, 2 * width), options)).toBe(
          score(oneLayer(width, width, 2), options),
        );
      }),
    );
  });
});

describe("std", () => {
  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1001])("refuses %d", (std) => {
    expect(() => nsc.scorer({ std })).toThrow(UsageError);
  });
});
