import { describe, expect, it } from "vitest";
import { learningCurve } from "../../src/predictor/learning-curve.js";
import { ltsSet } from "../benchmark/lts-data.js";
import { hasData, published } from "../benchmark/published-data.js";

/** Kendall's τ that so many labels have to reach on the rest; `docs/predictor.md` has the figures of 200 draws. */
const targets = {
  "NAS-Bench-BERT, labelled": { read: () => published("labelled"), tau: { 20: 0.72, 40: 0.75 } },
  "GPT-2": { read: () => ltsSet("random_GPT2_wt103"), tau: { 20: 0.9, 40: 0.915 } },
  "Transformer-XL": { read: () => ltsSet("random_TransXL_wt103"), tau: { 20: 0.91, 40: 0.93 } },
};

describe.skipIf(!hasData)("learning curves (need ZEROLM_DATA)", () => {
  it.each(Object.entries(targets))("%s: what 20 and 40 labels reach", (_name, { read, tau }) => {
    const curve = learningCurve(read(), { labels: [5, 20, 40], draws: 20, seed: 0 });
    for (const { labels, kendall, priorKendall } of curve) {
      expect(kendall.mean).toBeGreaterThan(priorKendall.mean - 0.01);
      if (labels in tau) expect(kendall.mean).toBeGreaterThanOrEqual(tau[labels as keyof typeof tau]);
    }
  });

  it("is no worse than its prior where labels say little: the other readings of NAS-Bench-BERT", () => {
    for (const reading of ["trained", "published"])
      for (const { kendall, priorKendall } of learningCurve(published(reading), {
        labels: [5, 20],
        draws: 60,
        seed: 0,
      }))
        expect(kendall.mean).toBeGreaterThan(priorKendall.mean - 0.01);
  });
});
