import { networkProxy, sumOfReadings } from "./network-proxy.js";

/** Σ over matrices of ‖W‖₂ before training. No data enters. */
export const l2 = networkProxy({
  name: "l2",
  summary: "Σ over matrices of the norm of the weights before training",
  source: "Abdelfattah et al. 2021, arXiv 2101.08134",
  loss: "weights",
  statistics: { norm: { of: "weight", reduce: "norm" } },
  score: (readings) => sumOfReadings(readings.norm),
});
