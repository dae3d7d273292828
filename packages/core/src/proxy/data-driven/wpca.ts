import { matrices } from "../../architecture/matrices.js";
import { networkProxy } from "./network-proxy.js";

/**
 * Weights of mixers and FFNs times the mean over FFNs of the number of principal components that hold 99 % of the variance of what the first
 * matrix puts out, before the activation (W-PCA, 2025).
 */
export const wpca = networkProxy({
  name: "wpca",
  summary: "weights times the principal components of the output of the first matrix of each FFN",
  source: "W-PCA, Wang et al., ICLR 2025, arXiv 2504.15983",
  loss: "none",
  statistics: { components: { of: "output", reduce: "principalComponents", within: "ffnInputs" } },
  score({ components = [] }, architecture) {
    const sum = components.reduce((total, { values }) => total + values[0]!, 0);
    return components.length === 0 ? 0 : (layerWeights(architecture) * sum) / components.length;
  },
});

/** Entries of the matrices of layers, those of all experts. */
const layerWeights = (architecture: Parameters<typeof matrices>[0]): number =>
  matrices(architecture).reduce(
    (sum, { layer, rows, cols, copies }) => sum + (layer === undefined ? 0 : rows * cols * copies),
    0,
  );
