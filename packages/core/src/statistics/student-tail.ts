/**
 * How often Student's t is at least as far from 0 as `t`, on either side: the finite sums for whole degrees of freedom.
 *
 * @param t any number; infinite gives 0
 * @param degrees of freedom, a whole number from 1
 * @returns a probability in [0, 1]; what lies below 1e-15 may come out as 0
 * @see Abramowitz & Stegun, Handbook of mathematical functions, 26.7.3 and 26.7.4
 * @example
 * studentTail(2.093, 19); // 0.05
 */
export function studentTail(t: number, degrees: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(degrees));
  const inside = degrees % 2 === 1 ? oddInside(angle, degrees) : evenInside(angle, degrees);
  return Math.max(0, Math.min(1, 1 - inside));
}

function oddInside(angle: number, degrees: number): number {
  const cosine = Math.cos(angle);
  let term = cosine;
  let sum = 0;
  for (let power = 1; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  return (2 / Math.PI) * (angle + Math.sin(angle) * sum);
}

function evenInside(angle: number, degrees: number): number {
  const cosine = Math.cos(angle);
  let term = 1;
  let sum = 0;
  for (let power = 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  return Math.sin(angle) * sum;
}
