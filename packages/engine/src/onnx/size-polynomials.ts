/*
 * Sizes of a graph as polynomials of those that are left open. A graph of the same topology is built at a grid of sizes; each number that depends on sizes is
 * a polynomial, of degree 1 in sequences and 2 in tokens, which its values on the grid determine. Two more points check that it is one.
 *
 * Notation: B sequences, T tokens, P tokens of the cache; a monomial is BᵇTᵗPᵖ with b ≤ 1 and t + p ≤ 2.
 */

/** Values of the open sizes, in the order of {@link symbols}. */
export type Point = readonly [batch: number, tokens: number, past: number];

/** Exponents of the open sizes. */
export type Monomial = Point;

/** A term of a polynomial: a whole number times a monomial. */
export interface Term {
  readonly factor: number;
  readonly monomial: Monomial;
}

/** Terms whose sum a size is, none of them 0. */
export type Polynomial = readonly Term[];

const degrees: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [0, 1],
  [2, 0],
  [1, 1],
  [0, 2],
];

const monomials: readonly Monomial[] = [0, 1].flatMap((b) => degrees.map(([t, p]): Monomial => [b, t, p]));

const valueAt = (monomial: Monomial, point: Point): number =>
  monomial.reduce((product, exponent, index) => product * point[index] ** exponent, 1);

/** Where graphs are built: enough points for all coefficients, and two that check them. No size is 1, which would leave out nodes. */
export const points: readonly Point[] = [
  ...[3, 5].flatMap((batch) =>
    [
      [2, 3],
      [3, 2],
      [2, 5],
      [5, 2],
      [3, 5],
      [4, 6],
    ].map(([tokens, past]): Point => [batch, tokens, past]),
  ),
  [2, 5, 7],
  [4, 6, 4],
];

/** Tokens of the longest text at a point. */
export const tokensOfPoints = Math.max(...points.map(([, tokens, past]) => tokens + past));

/** The same with a number of tokens that is not open, and no cache. */
export const pointsOfFixed = (tokens: number): readonly Point[] =>
  points.map(([batch]): Point => [batch, tokens, 0]);

/**
 * The polynomial of a number by its values at the points.
 *
 * @param values at {@link points}, or at {@link pointsOfFixed}
 * @throws {RangeError} if there is none: always a defect of the graph
 */
export function polynomialOf(values: readonly number[], at: readonly Point[]): Polynomial {
  const [first] = values;
  if (values.every((value) => value === first)) return termsOf([first, ...monomials.slice(1).map(() => 0)]);
  const isFixed = at.every(([, tokens]) => tokens === at[0][1]);
  const coefficients = isFixed ? ofBatch(values, at) : solved(values);
  const terms = termsOf(coefficients);
  if (at.some((point, index) => evaluated(terms, point) !== values[index]))
    throw new RangeError(`a size is not a polynomial of the open sizes: ${values.join(", ")}`);
  return terms;
}

const termsOf = (coefficients: readonly number[]): Polynomial =>
  coefficients.flatMap((factor, index) => (factor === 0 ? [] : [{ factor, monomial: monomials[index] }]));

const evaluated = (terms: Polynomial, point: Point): number =>
  terms.reduce((sum, { factor, monomial }) => sum + factor * valueAt(monomial, point), 0);

/** c₀ + c₁·B. */
function ofBatch(values: readonly number[], at: readonly Point[]): number[] {
  const other = at.findIndex(([batch]) => batch !== at[0][0]);
  const slope = (values[other] - values[0]) / (at[other][0] - at[0][0]);
  const constant = values[0] - slope * at[0][0];
  return monomials.map(([b, t, p]) => (t + p > 0 ? 0 : b === 0 ? constant : slope));
}

/** Coefficients by Gauss–Jordan elimination with the largest pivot, rounded: they are whole. */
function solved(values: readonly number[]): number[] {
  const rows = monomials.map((_, row) => [
    ...monomials.map((monomial) => valueAt(monomial, points[row])),
    values[row],
  ]);
  for (const [col] of monomials.entries()) {
    const rest = rows.slice(col).map((row) => Math.abs(row[col]));
    const pivot = col + rest.indexOf(Math.max(...rest));
    [rows[col], rows[pivot]] = [rows[pivot], rows[col]];
    for (const [index, row] of rows.entries()) {
      if (index === col) continue;
      const times = row[col] / rows[col][col];
      rows[index] = row.map((entry, at) => entry - times * rows[col][at]);
    }
  }
  return rows.map((row, index) => Math.round(row[monomials.length] / row[index]));
}
