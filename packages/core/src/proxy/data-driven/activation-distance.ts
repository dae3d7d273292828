import { entersActivation } from "./enters-activation.js";
import { networkProxy, sumOfReadings } from "./network-proxy.js";

/**
 * Σ over what enters the activations of FFNs of all entries of BBᵀ + (1 − B)(1 − B)ᵀ, B its signs in the first sequence with a row a token
 * (Serianni & Kalita 2023). No determinant is taken.
 */
export const activationDistance = networkProxy({
  name: "activationDistance",
  summary: "similarity of the FFN activation patterns of the tokens of a sequence",
  source: "Serianni & Kalita 2023, arXiv 2306.00288, after Mellor et al. 2021",
  loss: "none",
  statistics: { agreement: { of: "output", reduce: "signAgreement", within: "ffns" } },
  score: ({ agreement = [] }) => sumOfReadings(agreement, (name) => entersActivation(name, agreement)),
});
