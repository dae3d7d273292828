/**
 * The effective rank exp(−Σ pᵢ ln pᵢ) with pᵢ = σᵢ / Σσ (Roy & Vetterli 2007): from 1 to the number of singular values. 0 for a zero matrix.
 *
 * @example
 * effectiveRank(Float64Array.of(1, 1, 0)); // 2
 */
export function effectiveRank(spectrum: Float64Array): number {
  const sum = spectrum.reduce((total, value) => total + value, 0);
  if (sum === 0) return 0;
  const entropy = spectrum.reduce(
    (total, value) => (value > 0 ? total - (value / sum) * Math.log(value / sum) : total),
    0,
  );
  return Math.exp(entropy);
}
