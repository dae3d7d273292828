import type { Architecture } from "../../src/architecture/architecture.js";
import type { Benchmark, BenchmarkEntry } from "../../src/benchmark/benchmark.js";
import { featureNames } from "../../src/predictor/regression/feature-names.js";
import type { LabelledRow } from "../../src/predictor/regression/model.js";
import type { Random } from "../../src/random/random.js";
import { architectureOf } from "../proxy/architectures.js";

/** Rows of normal features, of which the first decides quality, with some noise. */
export function randomRows(count: number, random: Random): LabelledRow[] {
  return Array.from({ length: count }, () => {
    const features = Float64Array.from(featureNames, () => 5 + 1.5 * random.normal());
    const first = features[0] as number;
    return { features, prior: first + random.normal(), quality: 60 + first + 0.3 * random.normal() };
  });
}

/** A decoder of random hidden size, depth and FFN widths. */
export function randomArchitecture(random: Random): Architecture {
  const hidden = random.pick([64, 128, 256, 512]);
  return architectureOf({
    kind: "decoder",
    hidden,
    embedding: { vocabulary: 1000, width: random.pick([64, 128, 256]) },
    layers: Array.from({ length: 2 + random.below(7) }, () => ({
      mixer: { kind: "attention" as const, heads: random.pick([2, 4, 8]) },
      ffn: { kind: "plain" as const, width: hidden * (1 + random.below(5)) },
    })),
  });
}

/** Invented networks: quality grows with size and with depth, and an FFN helps less the wider it is. */
export function randomEntries(count: number, random: Random, noise = 0.2): BenchmarkEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const architecture = randomArchitecture(random);
    const { hidden, layers } = architecture;
    const widths = layers.map(({ ffn }) => (ffn?.kind === "plain" ? ffn.widths[0]! : 0));
    const width = widths.reduce((sum, one) => sum + one, 0) / widths.length / hidden;
    const quality = 2 * Math.log2(hidden) - 9 / layers.length + Math.sqrt(width) + noise * random.normal();
    return { id: `net ${index}`, architecture, quality, macro: { depth: layers.length, hidden } };
  });
}

export const benchmarkOf = (entries: readonly BenchmarkEntry[]): Benchmark => ({
  name: "invented",
  quality: "invented quality",
  qualityName: "quality",
  qualities: ["quality"],
  reading: undefined,
  entries,
});
