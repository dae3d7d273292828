import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alphaCurve, capacityPairs } from "../../src/alpha/alpha.js";
import { alphaWithoutLabels, labelFreeAlpha } from "../../src/alpha/label-free.js";
import type { Architecture } from "../../src/architecture/architecture.js";
import { proxies } from "../../src/proxy/proxies.js";
import { Random } from "../../src/random/random.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { sampleMacroFirst } from "../../src/space/sampling.js";
import { architectureAt } from "../../src/space/space.js";
import { spearman } from "../../src/statistics/spearman.js";
import { spaceOf } from "../../testing/arbitrary-space.js";
import { oneLayer } from "../proxy/architectures.js";

const flexibert = builtinSpace("flexibert");
const random = new Random(0);
const drawn = Array.from({ length: 300 }, () =>
  architectureAt(flexibert, sampleMacroFirst(flexibert, random)),
);

const hundredths = Array.from({ length: 301 }, (_, index) => (index - 150) / 100);

/** What count and NSC say of some architectures. */
const guidesOf = (architectures: readonly Architecture[]): number[][] =>
  [proxies.nonEmbeddingParameters.scorer(), proxies.nsc.scorer({ std: "xavier" })].map((scorer) =>
    architectures.map((architecture) => scorer.score(architecture).value),
  );

describe("alphaWithoutLabels", () => {
  it("agrees best with the parameter count and with NSC, in the mean on Fisher's scale", () => {
    const [count, nsc] = guidesOf(drawn) as [number[], number[]];
    const curve = alphaCurve(
      capacityPairs(drawn),
      (ranking) =>
        (Math.atanh(spearman(ranking, count) as number) + Math.atanh(spearman(ranking, nsc) as number)) / 2,
      hundredths,
    );
    const highest = Math.max(...curve.map(({ value }) => value));
    const chosen = alphaWithoutLabels(drawn);
    expect(curve.find(({ alpha }) => alpha === chosen)?.value).toBeCloseTo(highest, 6);
  });

  it("does not depend on the order of the architectures", () => {
    expect(alphaWithoutLabels(drawn.toReversed())).toBe(alphaWithoutLabels(drawn));
  });

  it("leaves no alpha that agrees better with one guide and as well with the other, perfect agreement included", () => {
    const shape = fc.record({ hidden: fc.constantFrom(16, 32, 48), width: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(fc.array(shape, { minLength: 2, maxLength: 6 }), (shapes) => {
        const few = shapes.map(({ hidden, width }) => oneLayer(hidden, width));
        const chosen = alphaWithoutLabels(few);
        const around = hundredths.filter((alpha) => Math.abs(alpha - chosen) < 0.095);
        const [count, nsc] = guidesOf(few).map(
          (guide) =>
            new Map(
              alphaCurve(capacityPairs(few), (ranking) => spearman(ranking, guide), around).map(
                ({ alpha, value }) => [alpha, value],
              ),
            ),
        ) as [Map<number, number>, Map<number, number>];
        for (const alpha of around) {
          if (!count.has(alpha) || !count.has(chosen)) continue;
          const gains = [count, nsc].map((rho) => rho.get(alpha)! - rho.get(chosen)!);
          expect(Math.min(...gains) >= 0 && Math.max(...gains) > 1e-9).toBe(false);
        }
      }),
    );
  });

  it("is 0.5 where nothing varies", () => {
    expect(alphaWithoutLabels([])).toBe(0.5);
    expect(alphaWithoutLabels([oneLayer(16, 64)])).toBe(0.5);
    expect(alphaWithoutLabels([oneLayer(16, 64), oneLayer(16, 64)])).toBe(0.5);
  });
});

describe("labelFreeAlpha", () => {
  it("is decided by the seed and the number of draws", () => {
    const alpha = labelFreeAlpha(flexibert, { draws: 300, seed: 0 });
    expect(alpha).toBe(alphaWithoutLabels(drawn));
    expect(labelFreeAlpha(flexibert, { draws: 300, seed: 0 })).toBe(alpha);
    expect(labelFreeAlpha(flexibert)).toBe(labelFreeAlpha(flexibert, { draws: 1000, seed: 0 }));
  });

  it("is 0.5 in a space of one architecture", () => {
    const one = spaceOf({
      name: "one",
      macro: { depth: [2] },
      layer: {},
      architecture: { hidden: 16, embedding: { vocabulary: 10 } },
      layers: { mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 32 } },
    });
    expect(labelFreeAlpha(one, { draws: 10 })).toBe(0.5);
  });
});
