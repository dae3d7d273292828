import { describe, expect, it } from "vitest";
import { alphaCurve, capacityPairs } from "../../src/balance/alpha.js";
import { alphaWithoutLabels, labelFreeAlpha } from "../../src/balance/label-free.js";
import { proxies } from "../../src/proxy/proxies.js";
import { Random } from "../../src/random/random.js";
import { spearman } from "../../src/ranking/spearman.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { sample } from "../../src/space/sampling.js";
import { architectureAt } from "../../src/space/space.js";
import { spaceOf } from "../../testing/arbitrary-space.js";
import { oneLayer } from "../proxy/architectures.js";

const flexibert = builtinSpace("flexibert");
const random = new Random(0);
const drawn = Array.from({ length: 300 }, () => architectureAt(flexibert, sample(flexibert, random)));

describe("alphaWithoutLabels", () => {
  it("agrees best with the parameter count and with NSC, in the mean", () => {
    const scores = (name: "nonEmbeddingParameters" | "nsc"): number[] => {
      const scorer = proxies[name].scorer({ std: "xavier" });
      return drawn.map((architecture) => scorer.score(architecture).value);
    };
    const [count, nsc] = [scores("nonEmbeddingParameters"), scores("nsc")];
    const hundredths = Array.from({ length: 301 }, (_, index) => (index - 150) / 100);
    const curve = alphaCurve(
      capacityPairs(drawn),
      (ranking) => ((spearman(ranking, count) as number) + (spearman(ranking, nsc) as number)) / 2,
      hundredths,
    );
    const highest = Math.max(...curve.map(({ value }) => value));
    const chosen = curve.find(({ alpha }) => alpha === alphaWithoutLabels(drawn));
    expect(chosen?.value).toBe(highest);
  });

  it("does not depend on the order of the architectures", () => {
    expect(alphaWithoutLabels(drawn.toReversed())).toBe(alphaWithoutLabels(drawn));
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
