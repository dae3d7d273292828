import { describe, expect, it } from "vitest";
import { alphaCurve, bestFirst, capacityPairs, scoresAt } from "../../src/alpha/alpha.js";
import { calibrate } from "../../src/alpha/calibration.js";
import { crossFittedAlpha } from "../../src/alpha/cross-fitted.js";
import { alphaWithoutLabels } from "../../src/alpha/label-free.js";
import { kendall } from "../../src/statistics/kendall.js";
import { ltsSet } from "../benchmark/lts-data.js";
import { hasData, published } from "../benchmark/published-data.js";

/** What 20 labels, no label and four folds out of five reach, by Kendall's τ; the figures stand in `docs/alpha.md`. */
const sets = {
  "NAS-Bench-BERT, labelled": {
    read: () => published("labelled"),
    twenty: 0.617,
    loss: 0.0249,
    crossed: 0.635,
  },
  "GPT-2": { read: () => ltsSet("random_GPT2_wt103"), twenty: 0.841, loss: 0.0167, crossed: 0.85 },
  "Transformer-XL": {
    read: () => ltsSet("random_TransXL_wt103"),
    twenty: 0.849,
    loss: 0.0097,
    crossed: 0.865,
  },
};

describe.skipIf(!hasData)("alpha (needs ZEROLM_DATA)", () => {
  it.each(Object.entries(sets))("%s", async (_name, { read, twenty, loss, crossed }) => {
    const benchmark = read();
    const { kendall: tau } = await calibrate(benchmark, { labels: 20, draws: 200, seed: 0 });
    expect(Math.abs(tau.mean - twenty)).toBeLessThan(0.0005);

    const architectures = benchmark.entries.map(({ architecture }) => architecture);
    const quality = benchmark.entries.map((entry) => entry.quality);
    const curve = alphaCurve(capacityPairs(architectures), (scores) => kendall(scores, quality));
    const alpha = alphaWithoutLabels(architectures);
    const chosen = kendall(scoresAt(alpha, capacityPairs(architectures)), quality)!;
    expect(Math.abs(bestFirst(curve)[0]!.value - chosen - loss)).toBeLessThan(0.001);

    const { scores, kendall: folds } = crossFittedAlpha(architectures, quality);
    expect(Math.abs(folds!.mean - crossed)).toBeLessThan(0.02);
    expect(Math.abs(kendall(scores, quality)! - crossed)).toBeLessThan(0.02);
  });
});
