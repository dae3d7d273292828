import {
  alphaWithoutLabels,
  type Calibration,
  calibrate as calibrateBy,
  type Spread,
  UsageError,
} from "@zerolm/core";
import { counted } from "../output/numbers.js";
import { printResult } from "../output/output.js";
import type { CalibrateFlags } from "./calibrate.command.js";
import { readBenchmark } from "./evaluate.js";

const defaultLabels = 20;
const defaultDraws = 100;

/** `zerolm calibrate`: chooses alpha for a benchmark. */
export async function calibrate(name: string, flags: CalibrateFlags): Promise<void> {
  const { labelFree, labels = defaultLabels, draws = defaultDraws, seed } = flags;
  if (labelFree && (flags.labels !== undefined || flags.draws !== undefined))
    throw new UsageError("--label-free uses no labels; leave out --labels and --draws, or --label-free");
  const benchmark = await readBenchmark(name, flags);
  const about = {
    benchmark: benchmark.name,
    inventory: benchmark.inventory,
    architectures: benchmark.entries.length,
  };
  if (labelFree) {
    const alpha = alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture));
    const document = { ...about, alpha, alphaSource: "label-free" };
    printResult(flags, document, () => labelFreeText(alpha, about));
  } else {
    const calibration = calibrateBy(benchmark, { labels, draws, seed });
    printResult(flags, { ...about, ...calibration, seed }, () => textOf(calibration, about));
  }
}

interface About {
  readonly benchmark: string;
  readonly inventory: string | undefined;
  readonly architectures: number;
}

const titleOf = ({ benchmark, inventory, architectures }: About): string =>
  `${benchmark}: ${counted(architectures, "trained network")}${inventory === undefined ? "" : `, inventory ${inventory}`}`;

const useIt = (alpha: number): string => `Use it with evaluate, rank or search: --alpha ${alpha}`;

const labelFreeText = (alpha: number, about: About): string =>
  [
    titleOf(about),
    `alpha ${alpha} without labels, from the shapes of its architectures alone`,
    useIt(alpha),
  ].join("\n");

function textOf({ labels, draws, alpha, spearman, kendall }: Calibration, about: About): string {
  const line = (name: string, { mean, standardDeviation }: Spread): string =>
    `  ${name.padEnd(12)}${mean.toFixed(3).padStart(6)} ± ${standardDeviation.toFixed(3)}`;
  return [
    titleOf(about),
    `alpha from ${labels} labelled networks, ${counted(draws, "draw")}, mean ± standard deviation:`,
    line("alpha", alpha),
    line("Spearman ρ", spearman),
    line("Kendall τ", kendall),
    `ρ and τ: on the ${about.architectures - labels} networks whose labels were not used.`,
    useIt(Number(alpha.mean.toFixed(2))),
  ].join("\n");
}
