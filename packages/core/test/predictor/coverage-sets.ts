import { expect } from "vitest";
import type { Benchmark } from "../../src/benchmark/benchmark.js";
import { benchmarkFormats } from "../../src/benchmark/formats.js";
import { learningCurve } from "../../src/predictor/learning-curve.js";
import { ltsSet, readFolder } from "../benchmark/lts-data.js";
import { published } from "../benchmark/published-data.js";
import { visionShapes } from "./published-shapes.js";
import { benchmarkOf } from "./synthetic.js";

/** Of every kind of network, and of what features say little about too. */
const sets = {
  "nas-bench-bert, labelled": () => published("labelled"),
  "nas-bench-bert, trained": () => published("trained"),
  "nas-bench-bert, published": () => published("published"),
  "GPT-2": () => ltsSet("random_GPT2_wt103"),
  "Transformer-XL": () => ltsSet("random_TransXL_wt103"),
  "GPT-2 on a front, ARM": () => ltsSet("pareto_GPT2_lm1b_arm"),
  "GPT-2 on a front, Core i7": () => ltsSet("pareto_GPT2_lm1b_corei7"),
  "sub-networks": () => readFolder(benchmarkFormats.subnets, "tiny-llama-kjv", "subnets.json"),
  "Vision Transformers, CIFAR-100": () => benchmarkOf(visionShapes("vitbench_c100_kd")),
  "Vision Transformers, ImageNet, many recipes": () => benchmarkOf(visionShapes("timm_vit")),
} as const satisfies Readonly<Record<string, () => Benchmark>>;

export type CoverageSet = keyof typeof sets;
export const coverageSets = Object.keys(sets) as CoverageSet[];

/** Intervals after 5, 10 and 20 labels hold at least 90 % of the networks that were not seen. */
export async function expectCoverage(name: CoverageSet): Promise<void> {
  const benchmark = sets[name]();
  const labels = [5, 10, 20].filter((count) => 2 * count <= benchmark.entries.length);
  const draws = benchmark.entries.length > 300 ? 12 : 40; // of few networks each draw says less
  for (const { labels: count, coverage } of await learningCurve(benchmark, { labels, draws, seed: 0 }))
    expect(coverage!.mean, `${count} labels`).toBeGreaterThan(0.9);
}
