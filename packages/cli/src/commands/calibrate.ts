import {
  alphaWithoutLabels,
  type Calibration,
  calibrate as calibrateBy,
  type Spread,
  UsageError,
} from "@zerolm/core";
import { printResult } from "../output/output.js";
import type { CalibrateFlags } from "./calibrate.command.js";
import { readBenchmark } from "./evaluate.js";

const defaultLabels = 20;

/** `zerolm calibrate`: chooses alpha for a benchmark. */
export async function calibrate(name: string, flags: CalibrateFlags): Promise<void> {
  if (flags.labelFree && flags.labels !== undefined)
    throw new UsageError("say either --labels or --label-free");
  const benchmark = await readBenchmark(name, flags);
  const about = {
    benchmark: benchmark.name,
    inventory: benchmark.inventory,
    architectures: benchmark.entries.length,
  };
  if (flags.labelFree) {
    const alpha = alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture));
    const text = `alpha ${alpha}, label-free, from the ${about.architectures} architectures of ${name} (${about.inventory})`;
    printResult(flags, { ...about, alpha, alphaSource: "label-free" }, () => text);
    return;
  }
  const calibration = calibrateBy(benchmark, {
    labels: flags.labels ?? defaultLabels,
    draws: flags.draws,
    seed: flags.seed,
  });
  printResult(flags, { ...about, ...calibration, seed: flags.seed }, () => textOf(calibration, about));
}

function textOf(
  { labels, draws, alpha, spearman, kendall }: Calibration,
  about: {
    readonly benchmark: string;
    readonly inventory: string | undefined;
    readonly architectures: number;
  },
): string {
  const line = (name: string, { mean, standardDeviation }: Spread): string =>
    `  ${name.padEnd(12)}${mean.toFixed(3).padStart(6)} ± ${standardDeviation.toFixed(3)}`;
  return [
    `${about.benchmark} (${about.inventory}): alpha from ${labels} labelled networks, ${draws} draws, mean ± sd`,
    line("alpha", alpha),
    line("Spearman ρ", spearman),
    line("Kendall τ", kendall),
    `ρ and τ on the ${about.architectures - labels} networks whose labels were not used.`,
    `Use it: zerolm evaluate ${about.benchmark} --alpha ${alpha.mean.toFixed(2)}`,
  ].join("\n");
}
