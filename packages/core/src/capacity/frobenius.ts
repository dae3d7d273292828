import type { Capacity } from "./capacity.js";

/**
 * ZeroLM's capacity c(W) = Σσᵢ² / min(m, n) = ‖W‖²_F / min(m, n): the mean squared singular value (arXiv 2503.18646).
 *
 * Over random weights E[c] = s²·max(m, n) and sd[c] = s²·√((κ − 1)·m·n) / min(m, n); for normal entries κ − 1 = 2.
 *
 * @example
 * frobenius.expected(256, 1024, 0.02 ** 2, 3).mean; // 0.4096
 * frobenius.ofValues([3, 0, 0, 4], 2, 2); // 12.5
 */
export const frobenius: Capacity = {
  name: "frobenius",
  source: "ZeroLM, arXiv 2503.18646",

  expected: (rows, cols, variance, kurtosis) => ({
    mean: variance * Math.max(rows, cols),
    standardDeviation: (variance * Math.sqrt((kurtosis - 1) * rows * cols)) / Math.min(rows, cols),
  }),

  ofValues(values, rows, cols) {
    let sum = 0;
    for (let index = 0; index < rows * cols; index++) {
      const value = values[index];
      sum += value * value;
    }
    return sum / Math.min(rows, cols);
  },
};
