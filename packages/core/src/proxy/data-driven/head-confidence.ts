import type { ProbeReading } from "../probe.js";
import { isOfMixer, networkProxy, sumOfReadings } from "./network-proxy.js";

/**
 * Σ over queries, keys and values of the largest number of each feature along a sequence, on average (Serianni & Kalita 2023). A mixer without them
 * gives what it puts out.
 */
export const headConfidence = networkProxy({
  name: "headConfidence",
  summary: "Σ over queries, keys and values of their mean maximum along a sequence",
  source: "Serianni & Kalita 2023, arXiv 2306.00288, after Voita et al. 2019",
  loss: "none",
  statistics: { maximum: { of: "output", reduce: "positionMaximum" } },
  score: ({ maximum = [] }) => sumOfReadings(maximum, (name) => isOfMixer(name) && isRead(name, maximum)),
});

function isRead(name: string, all: readonly ProbeReading[]): boolean {
  if (/\.(query|key|value)$/.test(name)) return true;
  const mixer = name.slice(0, name.lastIndexOf(".") + 1);
  return name === `${mixer}output` && !all.some((other) => other.name === `${mixer}query`);
}
