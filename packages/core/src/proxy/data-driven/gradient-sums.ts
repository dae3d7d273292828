import { networkProxy, sumOfReadings } from "./network-proxy.js";

/*
 * Proxies that add up gradients. W a weight matrix of a mixer or FFN before training, G = ∂loss/∂W, H·g the product of the Hessian with the
 * gradient; ⊙ entry by entry. Norms, biases, embeddings and heads are left out.
 */

const { norm, saliency } = {
  norm: { of: "gradient", reduce: "norm" },
  saliency: { of: "weight", times: "gradient", reduce: "absoluteSum" },
} as const;

/** Σ over matrices of ‖G‖₂ (Abdelfattah et al. 2021). */
export const gradNorm = networkProxy({
  name: "gradNorm",
  summary: "Σ over matrices of the norm of the gradient before training",
  source: "Abdelfattah et al. 2021, Zero-Cost Proxies for Lightweight NAS, arXiv 2101.08134",
  loss: "asked",
  statistics: { norm },
  score: (readings) => sumOfReadings(readings.norm),
});

/** Σ|W ⊙ G| (Lee et al. 2019). */
export const snip = networkProxy({
  name: "snip",
  summary: "Σ|weight · gradient| before training",
  source: "SNIP, Lee et al. 2019, arXiv 1810.02340; as a proxy Abdelfattah et al. 2021",
  loss: "asked",
  statistics: { saliency },
  score: (readings) => sumOfReadings(readings.saliency),
});

/** Σ W ⊙ G. */
export const plain = networkProxy({
  name: "plain",
  summary: "Σ weight · gradient before training, signs kept",
  source: "Abdelfattah et al. 2021, arXiv 2101.08134, after Mozer & Smolensky 1989",
  loss: "asked",
  statistics: { product: { of: "weight", times: "gradient", reduce: "sum" } },
  score: (readings) => sumOfReadings(readings.product),
});

/** −Σ W ⊙ H·g (Wang et al. 2020). */
export const grasp = networkProxy({
  name: "grasp",
  summary: "−Σ weight · (Hessian times gradient) before training",
  source: "GraSP, Wang et al. 2020, arXiv 2002.07376; as a proxy Abdelfattah et al. 2021",
  loss: "asked",
  statistics: { product: { of: "weight", times: "curvature", reduce: "sum" } },
  score: (readings) => -sumOfReadings(readings.product),
});

/** Σ|W ⊙ G| over mixers alone (Serianni & Kalita 2023). */
export const headImportance = networkProxy({
  name: "headImportance",
  summary: "Σ|weight · gradient| over the mixers alone",
  source: "Serianni & Kalita 2023, Training-free NAS for RNNs and Transformers, arXiv 2306.00288",
  loss: "asked",
  statistics: { saliency: { ...saliency, within: "mixers" } },
  score: (readings) => sumOfReadings(readings.saliency),
});
