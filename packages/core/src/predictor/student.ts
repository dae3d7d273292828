const normal = 1.959963984540054;
const exact = [12.706204736174698, 4.302652729749462, 3.182446305284263] as const;

/**
 * What 95 % of Student's distribution lie within, in its unit: from a table up to 3 degrees of freedom, then by the expansion of
 * Cornish and Fisher, to 1e-3 (Abramowitz & Stegun 26.7.5).
 *
 * @param degrees of freedom, from 1
 * @example
 * student95(19); // 2.093
 */
export function student95(degrees: number): number {
  const listed = exact[degrees - 1];
  if (listed !== undefined) return listed;
  const z = normal;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
}
