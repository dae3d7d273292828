import { matrices } from "../../architecture/matrices.js";
import { networkProxy } from "./network-proxy.js";

/**
 * Fisher information of what matrices put out (Turner et al. 2020): with z an output feature, Σ ½·mean over tokens of (z·∂loss/∂z)², times the
 * columns of the matrix.
 */
export const fisher = networkProxy({
  name: "fisher",
  summary: "Fisher information of the output of every matrix, times its columns",
  source: "Turner et al. 2020, BlockSwap, arXiv 1906.04113; as a proxy Abdelfattah et al. 2021",
  loss: "asked",
  statistics: { squares: { of: "output", times: "outputGradient", reduce: "tokenSquares" } },
  score({ squares = [] }, architecture) {
    const columns = new Map(matrices(architecture).map(({ name, cols }) => [name, cols]));
    return squares.reduce(
      (sum, { name, values }) => sum + 0.5 * (columns.get(name) ?? 0) * (values[0] ?? 0),
      0,
    );
  },
});
