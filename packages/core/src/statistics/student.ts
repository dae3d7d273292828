/*
 * Student's t with ν degrees of freedom, by the regularised incomplete beta function.
 *
 * Notation
 *   t   distance from 0, in standard errors;   a = ν/2
 *   x   ν / (ν + t²);   y = 1 − x = t² / (ν + t²), computed apart, so that neither loses digits near 1
 *
 *     P(|T| ≥ |t|) = Iₓ(a, ½) = xᵃ·√y / (a·B) · f        f: a continued fraction, fast where t is large
 *                  = 1 − I_y(½, a) = 1 − 2·xᵃ·√y / B · s   s = Σ (a + ½)ₙ/(3/2)ₙ·yⁿ, all terms positive, fast where t is small
 *     B = B(a, ½) = Γ(a)·√π / Γ(a + ½)
 *
 * A small tail is the fraction, never one minus what is left of it: it has all its digits down to the smallest doubles.
 * DLMF 8.17.8 and 8.17.22; DiDonato & Morris, Algorithm 708, ACM TOMS 18 (1992).
 */

/** Below this t² the series is used: the tail is then above 5e-4, and one minus the rest loses at most three digits of sixteen. */
const seriesBelow = 12;

/**
 * How often Student's t is at least as far from 0 as `t`, on either side.
 *
 * @param t any number; infinite gives 0
 * @param degrees of freedom, above 0; need not be whole
 * @returns a probability in [0, 1], right to 12 digits, however small
 * @example
 * studentTail(2.093, 19); // 0.05
 */
export function studentTail(t: number, degrees: number): number {
  const ratio = Math.abs(t) / Math.sqrt(degrees);
  if (ratio === 0) return 1;
  const a = degrees / 2;
  const x = 1 / (1 + ratio * ratio);
  const y = 1 / (1 + 1 / (ratio * ratio));
  const power = (Math.exp(a * logOfX(ratio)) * Math.sqrt(y) * gammaRatio(a)) / Math.sqrt(Math.PI);
  if (t * t < seriesBelow) return Math.max(0, 1 - 2 * power * series(y, a));
  return Math.min(1, (power / a) * continuedFraction(x, a));
}

/**
 * How far from 0, on either side, the middle `level` of Student's distribution reaches.
 *
 * The tail is convex beyond 0, so that Newton's steps from the normal's reach or nearer never overshoot.
 *
 * @param level a share between 0 and 1, for example 0.95
 * @param degrees of freedom, above 0; need not be whole
 * @example
 * studentReach(0.95, 19); // 2.093
 */
export function studentReach(level: number, degrees: number): number {
  let t = 0;
  for (let step = 0; step < 200; step++) {
    const move = (studentTail(t, degrees) - (1 - level)) / (2 * density(t, degrees));
    t += move;
    if (!(Math.abs(move) > 1e-14 * t)) break;
  }
  return t;
}

function density(t: number, degrees: number): number {
  const scale = gammaRatio(degrees / 2) / Math.sqrt(degrees * Math.PI);
  return scale * Math.exp(((degrees + 1) / 2) * logOfX(Math.abs(t) / Math.sqrt(degrees)));
}

/** ln x = −ln(1 + ratio²); a ratio whose square overflows has it too. */
const logOfX = (ratio: number): number => (ratio < 1e8 ? -Math.log1p(ratio * ratio) : -2 * Math.log(ratio));

/** Γ(a + ½)/Γ(a)/√a in powers of 1/a: the relative error is below 1e-16 from 32 on. */
const gammaSeries = [
  1,
  -1 / 8,
  1 / 128,
  5 / 1024,
  -21 / 32768,
  -399 / 262144,
  869 / 4194304,
  39325 / 33554432,
];

/** Γ(a + ½)/Γ(a); below 32 by way of Γ(a + 1) = a·Γ(a). */
function gammaRatio(a: number): number {
  let factor = 1;
  let from = a;
  for (; from < 32; from++) factor *= from / (from + 0.5);
  return factor * Math.sqrt(from) * gammaSeries.reduceRight((sum, term) => sum / from + term, 0);
}

/** s of the notation. */
function series(y: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; term > 1e-17 * sum; n++) {
    term *= ((a + 0.5 + n) / (1.5 + n)) * y;
    sum += term;
  }
  return sum;
}

/** f of the notation, by Lentz's method (Numerical Recipes, § 6.4). The last steps are rounding alone. */
function continuedFraction(x: number, a: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + 0.5) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (0.5 - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + 0.5 + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= c * d;
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return fraction;
}
