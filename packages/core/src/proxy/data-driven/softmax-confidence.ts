import { networkProxy, sumOfReadings } from "./network-proxy.js";

/** Σ over mixers of the largest attention probability among heads, the mean over sequences, queries and keys (Serianni & Kalita 2023). */
export const softmaxConfidence = networkProxy({
  name: "softmaxConfidence",
  summary: "Σ over mixers of the mean largest attention probability among heads",
  source: "Serianni & Kalita 2023, arXiv 2306.00288",
  loss: "none",
  statistics: { maximum: { of: "attention", reduce: "headMaximum" } },
  score: (readings) => sumOfReadings(readings.maximum),
});
