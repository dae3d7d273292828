import {
  nuclearNorm,
  singularValuesByGram,
  singularValuesOfLowRank,
  symmetricEigenvalues,
} from "@zerolm/core";
import { type Shape, sizeOf } from "../graph/value.js";

/*
 * What is no primitive of a graph: singular values, eigenvalues, and what is counted of them. Matrices are tokens × features or rows × cols, row by
 * row, and all is computed in 64 bits.
 */

type Numbers = Float32Array | Float64Array;

/**
 * The sum of the singular values of the last two axes, over those before.
 *
 * @param likelyRank see {@link nuclearNorm}
 */
export function nuclearNormOf(numbers: Numbers, shape: Shape, likelyRank: number): number {
  const [rows, cols] = shape.slice(-2);
  const size = rows * cols;
  let sum = 0;
  for (let start = 0; start < numbers.length; start += size)
    sum += nuclearNorm(numbers.subarray(start, start + size), rows, cols, likelyRank);
  return sum;
}

/** The largest singular value of a matrix. */
export const spectralNormOf = (numbers: Numbers, [rows, cols]: Shape, likelyRank: number): number =>
  singularValuesOfLowRank(numbers, rows, cols, likelyRank)[0];

/** Eigenvalues of a covariance, largest first; what rounding made negative is 0. */
function spectrumOf(covariance: Numbers): Float64Array {
  const eigenvalues = symmetricEigenvalues(Float64Array.from(covariance), Math.sqrt(covariance.length));
  return eigenvalues.map((value) => Math.max(0, value)).reverse();
}

/** The share of the variance that principal components are to hold. */
const held = 0.99;

/** How many eigenvalues of a covariance, the largest first, hold 99 % of its trace. */
export function componentsOf(covariance: Numbers): number {
  const spectrum = spectrumOf(covariance);
  const enough = held * spectrum.reduce((sum, value) => sum + value, 0);
  let [count, sum] = [0, 0];
  while (sum < enough) sum += spectrum[count++];
  return count;
}

/** −Σ p ln p with p the shares of the eigenvalues of a covariance in their sum. */
export function entropyOf(covariance: Numbers): number {
  const spectrum = spectrumOf(covariance);
  const sum = spectrum.reduce((total, value) => total + value, 0);
  return spectrum.reduce(
    (total, value) => (value > 0 ? total - (value / sum) * Math.log(value / sum) : total),
    0,
  );
}

/** Of tokens × features the columns as rows, each of length 1; one that is zero stays so. */
function unitFeatures(numbers: Numbers, [tokens, width]: Shape, isCentred: boolean): Float64Array {
  const rows = new Float64Array(sizeOf([tokens, width]));
  for (let feature = 0; feature < width; feature++) {
    const row = rows.subarray(feature * tokens, (feature + 1) * tokens);
    for (let token = 0; token < tokens; token++) row[token] = numbers[token * width + feature];
    const mean = isCentred ? row.reduce((sum, x) => sum + x, 0) / tokens : 0;
    const length = Math.sqrt(row.reduce((sum, x) => sum + (x - mean) ** 2, 0));
    for (let token = 0; token < tokens; token++) row[token] = length > 0 ? (row[token] - mean) / length : 0;
  }
  return rows;
}

/** |cosine|^(1/20), the mean over all pairs of different features. */
export function cosineRoots(numbers: Numbers, shape: Shape): number {
  const [tokens, width] = shape;
  const rows = unitFeatures(numbers, shape, false);
  let sum = 0;
  for (let one = 0; one < width; one++)
    for (let other = 0; other < one; other++) {
      let cosine = 0;
      for (let token = 0; token < tokens; token++)
        cosine += rows[one * tokens + token] * rows[other * tokens + token];
      sum += Math.abs(cosine) ** (1 / 20);
    }
  return width > 1 ? sum / ((width * (width - 1)) / 2) : 0;
}

/** The eigenvalues of the correlations of features, smallest first: as many as there are features, zeros among them. */
export function correlationSpectrum(numbers: Numbers, shape: Shape): Float64Array {
  const [tokens, width] = shape;
  const rows = unitFeatures(numbers, shape, true);
  const spectrum = new Float64Array(width);
  for (const [index, value] of singularValuesByGram(rows, width, tokens).entries())
    spectrum[width - 1 - index] = value * value;
  return spectrum;
}
