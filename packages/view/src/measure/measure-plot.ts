import { type LatencyPoint, latencyPlot, type VegaLiteSpec } from "@zerolm/core";
import type { MeasureOutcome } from "./measure-view.js";

/** Score against latency: of a token if every network has a cache, else of a text. */
export function measurePlot(outcome: MeasureOutcome): VegaLiteSpec {
  const { networks, proxy, tokens, cache, machine, runtime, threads } = outcome;
  const isDecode = networks.every(({ decode }) => decode !== undefined);
  const points = networks.flatMap(({ name, score, prefill, decode }): LatencyPoint[] => {
    const { median, medianInterval: [low, high] = [median, median] } =
      (isDecode ? decode : undefined) ?? prefill;
    if (score === undefined) return [];
    return [{ name, score, milliseconds: 1000 * median, low: 1000 * low, high: 1000 * high }];
  });
  const pass = isDecode ? `one token behind a cache of ${cache}` : `a text of ${tokens} tokens`;
  const where = machine ? `${machine.processor}, ` : "";
  return latencyPlot({ proxy, pass, points, subtitle: `${where}${runtime}, threads: ${threads}` });
}
