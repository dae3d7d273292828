import type { Architecture } from "../architecture/architecture.js";
import { kendall } from "../statistics/kendall.js";
import { quantile } from "../statistics/quantile.js";
import { fittedCorrections } from "./corrections.js";
import { type DevicePass, deviceSeconds } from "./device-table.js";
import { fittedCosts, predictedSeconds } from "./fitted-costs.js";
import { networkParts, networkWork, type TimedPass } from "./layer-work.js";

/** A network that was timed. */
export interface TimedNetwork {
  readonly architecture: Architecture;
  readonly seconds: number;
}

/**
 * Learns what a pass takes on a device: first the cost of each kind of work, then corrections of the sizes that the networks have.
 *
 * @param learnt networks to learn from, at least one
 * @param others networks on which it is tried, at least one
 * @example
 * const pass = learntPass({ mode: "decode", tokens: 256, batch: 1 }, timed.slice(30), timed.slice(0, 30));
 */
export function learntPass(
  pass: TimedPass,
  learnt: readonly TimedNetwork[],
  others: readonly TimedNetwork[],
): DevicePass {
  const costs = fittedCosts(
    learnt.map(({ architecture, seconds }) => ({ work: networkWork(architecture, pass), seconds })),
  );
  const excesses = learnt.map(({ architecture, seconds }) => {
    const { shares, total } = sharesOf(architecture, pass, costs);
    return { shares, excess: seconds / total - 1 };
  });
  const model = { ...pass, costs, corrections: fittedCorrections(excesses) };
  return { ...model, measured: learnt.length, check: checkOf(model, others) };
}

/** Predicted seconds by costs of work alone, and the share that parts of each size have. */
function sharesOf(architecture: Architecture, pass: TimedPass, costs: DevicePass["costs"]) {
  const parts = networkParts(architecture, pass).map(({ work, sizes }) => ({
    sizes,
    seconds: predictedSeconds(costs, work),
  }));
  const total = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  const shares = new Map<string, number>();
  for (const { sizes, seconds } of parts)
    for (const size of sizes) shares.set(size, (shares.get(size) ?? 0) + seconds / total);
  return { shares, total };
}

/** The share of networks that the margin is for. */
const covered = 0.9;

function checkOf(
  model: Omit<DevicePass, "measured" | "check">,
  others: readonly TimedNetwork[],
): DevicePass["check"] {
  const measured = others.map(({ seconds }) => seconds);
  const predicted = others.map(({ architecture }) => deviceSeconds(model, architecture));
  const ratios = predicted.map((seconds, index) => seconds / (measured[index] as number));
  const errors = ratios.map((ratio) => Math.abs(ratio - 1));
  // Split conformal prediction: one more network is below this one with at least the share that is covered.
  const rank = Math.min(1, (covered * (others.length + 1)) / others.length);
  const over = quantile(
    ratios.map((ratio) => 1 / ratio - 1),
    rank,
  );
  return {
    networks: others.length,
    tau: kendall(predicted, measured) ?? null,
    medianError: quantile(errors, 0.5),
    largestError: Math.max(...errors),
    margin: Math.max(0, over),
  };
}
