/*
 * The Marchenko–Pastur law by quadrature, apart from the product. With t(θ) = 1 + γ + 2√γ·cos θ an integral over the law is
 * (2/π)·∫₀^π f(t)·sin²θ/t dθ, and the trapezoidal rule (Gauss–Chebyshev of the second kind) converges geometrically.
 */

const support = (ratio: number, theta: number): number =>
  (1 - Math.sqrt(ratio)) ** 2 + 4 * Math.sqrt(ratio) * Math.cos(theta / 2) ** 2;

/** The mean of a function over the law of ratio γ. */
export function marchenkoPasturMean(f: (t: number) => number, ratio: number, intervals = 1 << 15): number {
  let sum = 0;
  for (let step = 1; step < intervals; step++) {
    const theta = (Math.PI * step) / intervals;
    const t = support(ratio, theta);
    sum += (f(t) * Math.sin(theta) ** 2) / t;
  }
  return (2 * sum) / intervals;
}

/**
 * What the law leaves out of E Σ f(eigenvalue): a number of order 1 for N eigenvalues of WWᵀ/(s²·M) with real entries (Bai &
 * Silverstein 2004 for normal ones; Zheng 2012 for any kurtosis):
 *
 *     (f(λ₋) + f(λ₊))/4 − (1/2π)·∫₀^π f dθ + (κ − 3)·(1/π)·∫₀^π f·cos 2θ dθ
 */
export function finiteSizeMean(f: (t: number) => number, ratio: number, kurtosis: number): number {
  const intervals = 4096;
  let plain = 0;
  let doubled = 0;
  for (let step = 0; step < intervals; step++) {
    const theta = (Math.PI * (step + 0.5)) / intervals;
    plain += f(support(ratio, theta)) / intervals;
    doubled += (f(support(ratio, theta)) * Math.cos(2 * theta)) / intervals;
  }
  const ends = f(support(ratio, 0)) + f(support(ratio, Math.PI));
  return ends / 4 - plain / 2 + (kurtosis - 3) * doubled;
}
