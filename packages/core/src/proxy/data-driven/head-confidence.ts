import type { ProbeReading } from "../probe.js";
import type { Proxy } from "../proxy.js";
import { networkProxy, sumOfReadings } from "./network-proxy.js";

/**
 * Σ over queries, keys and values of the largest number of each feature along a sequence, on average (Serianni & Kalita 2023). A mixer without them
 * gives what it puts out.
 */
export const headConfidence = networkProxy({
  name: "headConfidence",
  summary: "Σ over queries, keys and values of their mean maximum along a sequence",
  source: "Serianni & Kalita 2023, arXiv 2306.00288, after Voita et al. 2019",
  loss: "none",
  statistics: { maximum: { of: "output", reduce: "positionMaximum", within: "mixers" } },
  score: ({ maximum = [] }) => sumOfReadings(maximum, (name) => isRead(name, maximum)),
});

/** {@link headConfidence} under the name that LPZero gives it (Dong et al. 2024). */
export const attentionConfidence: Proxy = {
  ...headConfidence,
  name: "attentionConfidence",
  summary: "headConfidence under another name",
  source: "Dong et al. 2024, LPZero, arXiv 2410.04808",
};

function isRead(name: string, all: readonly ProbeReading[]): boolean {
  if (/\.(query|key|value)$/.test(name)) return true;
  const mixer = name.slice(0, name.lastIndexOf(".") + 1);
  return name === `${mixer}output` && !all.some((other) => other.name === `${mixer}query`);
}
