/**
 * The error function 2/√π·∫₀ˣ exp(−t²) dt to the last digits of a double: its power series (Abramowitz & Stegun 7.1.6) up to 3, the continued
 * fraction of its complement (7.1.14) beyond.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  return Math.sign(x) * (size < 3 ? series(size) : 1 - complement(size));
}

/** 2/√π·exp(−x²)·Σ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n+1)): all terms are positive, so that nothing cancels. */
function series(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** exp(−x²)/√π / (x + ½/(x + 1/(x + 3/2/(x + …)))), from the inside out. */
function complement(x: number): number {
  let rest = x;
  for (let n = 60; n > 0; n--) rest = x + n / 2 / rest;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * rest);
}
