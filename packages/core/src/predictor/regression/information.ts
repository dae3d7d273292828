import type { Point } from "./kernel.js";
import type { Model } from "./model.js";

/** c(x, x′) of all candidates, row by row. */
export function posteriorCovariance(model: Model, points: readonly Point[]): Float64Array {
  const size = points.length;
  const white = points.map(model.whitened);
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const [one, other] = [white[i], white[j]];
      let value = model.kernel.between(points[i], points[j]);
      for (let label = 0; label < one.length; label++) value -= one[label] * other[label];
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
  return covariance;
}

export function trace(covariance: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.max(0, covariance[i * size + i]);
  return sum;
}

/** The candidate that takes most variance away, the first of equal ones; index −1 where all are taken. */
export function mostInformative(
  covariance: Float64Array,
  size: number,
  noise: number,
  taken: ReadonlySet<number>,
): { readonly index: number; readonly gain: number } {
  let best = { index: -1, gain: Number.NEGATIVE_INFINITY };
  for (let i = 0; i < size; i++) {
    if (taken.has(i)) continue;
    let squares = 0;
    for (let j = 0; j < size; j++) squares += covariance[i * size + j] ** 2;
    const gain = squares / (Math.max(0, covariance[i * size + i]) + noise);
    if (gain > best.gain) best = { index: i, gain };
  }
  return best;
}

/** The covariance given that a candidate was trained. */
export function condition(covariance: Float64Array, size: number, index: number, noise: number): void {
  const column = covariance.slice(index * size, (index + 1) * size);
  const scale = 1 / (Math.max(0, column[index]) + noise);
  for (let i = 0; i < size; i++) {
    const share = column[i] * scale;
    for (let j = 0; j < size; j++) covariance[i * size + j] -= share * column[j];
  }
}
