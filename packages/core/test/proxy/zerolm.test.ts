import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capacityPairs } from "../../src/alpha/alpha.js";
import type { Architecture } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import { matrices } from "../../src/architecture/matrices.js";
import { UsageError } from "../../src/errors.js";
import { defaultAlpha, zerolm } from "../../src/proxy/zerolm.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { architectureOf, oneLayer, small } from "./architectures.js";

const score = (architecture: Architecture, alpha?: number): number =>
  zerolm.scorer({ alpha }).score(architecture).value;

describe("by hand", () => {
  // Layer 1: attention 4 × (16 × 16), FFN 32 × 16 and 16 × 32. Layer 2: query 20 × 16, key and value 10 × 16, output 16 × 20,
  // FFN 3 × (24 and 16). S_attn = 64 + 72, S_ffn = 64 + 72.
  it("sums max(m, n) over attention and FFN", () => {
    expect(capacityPairs([small()])).toEqual({
      attention: Float64Array.of(136),
      ffn: Float64Array.of(136),
    });
    expect(score(small())).toBeCloseTo(0.0004 * 136, 15);
    expect(score(small(), 0)).toBeCloseTo(0.0004 * 136, 15);
  });

  it("weighs them by alpha, which may be 0, 1, above and below", () => {
    const one = oneLayer(64, 256); // S_attn = 256, S_ffn = 512
    expect(score(one)).toBeCloseTo(0.0004 * 384, 15);
    expect(score(one, 1)).toBeCloseTo(0.0004 * 256, 15);
    expect(score(one, 0)).toBeCloseTo(0.0004 * 512, 15);
    expect(score(one, -0.5)).toBeCloseTo(0.0004 * (-128 + 768), 15);
    expect(score(one, 1.5)).toBeCloseTo(0.0004 * (384 - 256), 15);
    expect(score(one, defaultAlpha)).toBe(score(one));
  });

  it("is the capacity of each matrix under Xavier: 2·max/(m + n)", () => {
    const under = (std: "xavier" | "own", alpha: number): number =>
      zerolm
        .scorer({ alpha, std })
        .score(std === "own" ? small({ kind: "xavier", distribution: "normal" }) : small()).value;
    const first = [4 * 1, 2 * (64 / 48)];
    const second = [2 * (40 / 36) + 2 * (32 / 26), 3 * (48 / 40)];
    for (const std of ["xavier", "own"] as const) {
      expect(under(std, 1)).toBeCloseTo((first[0] as number) + (second[0] as number), 13);
      expect(under(std, 0)).toBeCloseTo((first[1] as number) + (second[1] as number), 13);
    }
  });
});

describe("the standard deviation", () => {
  it("adds the variances of all matrices with the squared weights", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const normal: Architecture = { ...architecture, initialiser: { kind: "normal", std: 0.1 } };
        const variance = matrices(normal)
          .filter(({ layer, role }) => layer !== undefined && !/^(relative|adapter.)$/.test(role))
          .reduce((sum, { subModule, rows, cols, copies }) => {
            const weight = subModule === "attention" ? 0.7 : 0.3;
            return sum + (copies * 2 * (weight * 0.01) ** 2 * rows * cols) / Math.min(rows, cols) ** 2;
          }, 0);
        const { standardDeviation } = zerolm.scorer({ alpha: 0.7, std: "own" }).score(normal);
        expect((standardDeviation as number) / Math.sqrt(variance)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("ties", () => {
  // In tenths 7·16 + 3·8 = 136 = 7·4 + 3·36.
  it("of equal whole sums are ties to the bit at alpha 0.7", () => {
    const one = oneLayer(4, 4); // S_attn 16, S_ffn 8
    const other = oneLayer(1, 18); // 4, 36
    const deep = oneLayer(2, 2, 2); // 16, 8
    expect(score(other, 0.7)).toBe(score(one, 0.7));
    expect(score(deep, 0.7)).toBe(score(one, 0.7));
    // In floating point they are not: that is what the whole numbers are for.
    expect(0.7 * 16 + 0.3 * 8).not.toBe(0.7 * 4 + 0.3 * 36);
  });

  it("hold for every alpha with six decimals", () => {
    const alpha = fc.integer({ min: -2_000_000, max: 2_000_000 }).map((millionths) => millionths / 1e6);
    fc.assert(
      fc.property(alpha, fc.integer({ min: 1, max: 50 }), (chosen, width) => {
        expect(score(oneLayer(2 * width, width), chosen)).toBe(score(oneLayer(width, width, 2), chosen));
      }),
    );
  });

  it("do not depend on the order of many different layers under Xavier, even with a long alpha", () => {
    const layer = (headDim: number, width: number) =>
      ({ mixer: { kind: "attention", heads: 1, headDim }, ffn: { kind: "plain", width } }) as const;
    const layers = Array.from({ length: 64 }, (_, index) => layer(7 + index, 300 - index));
    const of = (list: typeof layers): Architecture =>
      architectureOf({
        hidden: 136,
        embedding: { vocabulary: 10 },
        initialiser: { kind: "xavier" },
        layers: list,
      });
    const values = [0, 1, 2, 3, 5, 8, 13, 21, 34].map((start) =>
      score(of([...layers.slice(start), ...layers.slice(0, start)]), 999.123457),
    );
    expect(new Set(values).size).toBe(1);
  });
});

describe("alpha", () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1000.5, -1001, 0.1234567, 1e-7])("refuses %d", (alpha) => {
    expect(() => zerolm.scorer({ alpha })).toThrow(UsageError);
  });

  it("takes what arithmetic makes of a short number", () => {
    expect(score(small(), 0.1 + 0.2)).toBe(score(small(), 0.3));
    expect(score(small(), 1.1 * 3)).toBe(score(small(), 3.3));
  });
});

describe("relative positions", () => {
  it("leave the score and its deviation alone, and count as parameters", () => {
    const plain = small();
    const layers = plain.layers.map((layer) => ({ ...layer, mixer: { ...layer.mixer, relative: true } }));
    const relative = { ...plain, layers } as Architecture;
    const count = (one: Architecture): number => cost(one).parameters.total;
    expect(count(relative)).toBeGreaterThan(count(plain));
    const scorer = zerolm.scorer({ alpha: 0.7 });
    expect(scorer.score(relative)).toEqual(scorer.score(plain));
  });
});
