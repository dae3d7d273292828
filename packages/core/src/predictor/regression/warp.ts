/*
 * Quality is warped before it is modelled: perplexities crowd at their best end, accuracies at their worst, and a Gaussian process
 * takes the same step for equally large everywhere. With standardised quality y and the exponent λ from 0 to 2 (Yeo & Johnson, A new
 * family of power transformations, Biometrika 87, 2000):
 *
 *     ψ(y) = ((1 + y)^λ − 1)/λ for y ≥ 0,    −((1 − y)^(2 − λ) − 1)/(2 − λ) for y < 0
 *
 * and the logarithm where an exponent vanishes. λ = 1 leaves y as it is, λ = 2 pulls a long tail of bad networks in, λ = 0 one of
 * good ones. ψ rises strictly and maps all numbers onto all numbers, so that every prediction has a quality.
 */

/** Beyond these, exp and powers overflow; nothing that was trained lies there. */
const farthest = { logarithm: 500, power: 1e100 } as const;

/** ψ(y), and what ln ψ′(y) is. */
export function yeoJohnson(y: number, lambda: number): { readonly value: number; readonly logSlope: number } {
  return { value: psi(y, lambda), logSlope: (lambda - 1) * Math.sign(y) * Math.log1p(Math.abs(y)) };
}

const psi = (y: number, lambda: number): number => (y >= 0 ? power(y, lambda) : -power(-y, 2 - lambda));

/** y of ψ(y) = value. */
export function inverseYeoJohnson(value: number, lambda: number): number {
  return value >= 0 ? root(value, lambda) : -root(-value, 2 - lambda);
}

const power = (y: number, exponent: number): number =>
  exponent === 0 ? Math.log1p(y) : ((1 + y) ** exponent - 1) / exponent;

const root = (value: number, exponent: number): number =>
  exponent === 0
    ? Math.expm1(Math.min(value, farthest.logarithm))
    : (1 + exponent * Math.min(value, farthest.power)) ** (1 / exponent) - 1;

/** Mean and standard deviation, which is 1 where nothing varies. */
export interface Standard {
  readonly centre: number;
  readonly scale: number;
}

/** The standard of a list of at least two numbers. */
export function standardOf(values: ArrayLike<number>): Standard {
  const list = Array.from(values);
  const centre = list.reduce((sum, value) => sum + value, 0) / list.length;
  const squares = list.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { centre, scale: Math.sqrt(squares / (list.length - 1)) || 1 };
}

/** The way from quality to what is modelled, and back. */
export interface Warp {
  readonly lambda: number;
  readonly forward: (quality: number) => number;
  readonly back: (modelled: number) => number;
  /** ln of the slope, summed over the labels: what a density of the modelled values owes to one of the qualities. */
  readonly logSlope: number;
}

/** The warp of labels: standardised, bent, standardised again. */
export function warpOf(quality: ArrayLike<number>, lambda: number): Warp {
  const raw = standardOf(quality);
  const bend = (value: number) => yeoJohnson((value - raw.centre) / raw.scale, lambda);
  const bent = Array.from(quality, bend);
  const second = standardOf(bent.map(({ value }) => value));
  return {
    lambda,
    forward: (value) => (psi((value - raw.centre) / raw.scale, lambda) - second.centre) / second.scale,
    back: (modelled) =>
      raw.centre + raw.scale * inverseYeoJohnson(second.centre + second.scale * modelled, lambda),
    logSlope: bent.reduce((sum, { logSlope }) => sum + logSlope - Math.log(second.scale), 0),
  };
}
