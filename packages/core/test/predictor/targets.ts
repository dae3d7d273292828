import { expect } from "vitest";
import { learningCurve } from "../../src/predictor/learning-curve.js";
import { ltsSet } from "../benchmark/lts-data.js";
import { published } from "../benchmark/published-data.js";

/** Kendall's τ that so many labels have to reach on the rest; `docs/predictor.md` has the figures of 200 draws. */
const targets = {
  "NAS-Bench-BERT, labelled": { read: () => published("labelled"), tau: { 20: 0.72, 40: 0.745 } },
  "GPT-2": { read: () => ltsSet("random_GPT2_wt103"), tau: { 20: 0.9, 40: 0.915 } },
  "Transformer-XL": { read: () => ltsSet("random_TransXL_wt103"), tau: { 20: 0.91, 40: 0.93 } },
};

export const targetNames = Object.keys(targets) as (keyof typeof targets)[];

/** So many draws of each number of labels reach the target, and no number does clearly worse than the prior. */
export async function expectTargets(
  name: keyof typeof targets,
  labels: readonly number[],
  draws: number,
): Promise<void> {
  const { read, tau } = targets[name];
  for (const { labels: count, kendall, priorKendall } of await learningCurve(read(), {
    labels,
    draws,
    seed: 0,
  })) {
    // The mean of twenty draws moves by a hundredth.
    expect(kendall.mean).toBeGreaterThan(priorKendall.mean - 0.02);
    if (count in tau) expect(kendall.mean).toBeGreaterThanOrEqual(tau[count as keyof typeof tau]);
  }
}

/** Where labels say little and the prior says much, a few cost a little of what it says: the scale of quality is learnt from them. */
export async function expectHardlyWorse(
  reading: "trained" | "published",
  labels: readonly number[],
  draws: number,
): Promise<void> {
  for (const { kendall, priorKendall } of await learningCurve(published(reading), { labels, draws, seed: 0 }))
    expect(kendall.mean).toBeGreaterThan(priorKendall.mean - 0.02);
}
