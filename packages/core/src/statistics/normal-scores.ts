import { averageRanks } from "./ranks.js";

/**
 * Normal scores: Φ⁻¹((r − ½)/n) of the average rank r. Lists in different units then count alike, and the ends of a list count for more than
 * its middle, as they do for the choice of one.
 *
 * @param values finite numbers, in any unit
 * @returns one number a value, mean 0; equal for equal values; empty for no values
 * @throws UsageError naming the first value that is not finite
 * @see Blom 1958; (r − ½)/n is Hazen's plotting position
 * @example
 * normalScores([10, 30, 20]); // [-0.967…, 0.967…, 0]
 */
export function normalScores(values: ArrayLike<number>): Float64Array {
  return averageRanks(values).map((rank) => normalQuantile((rank - 0.5) / values.length));
}

/*
 * Wichura's AS 241 (Applied Statistics 37, 1988), PPND16: rational approximations to 16 digits in the middle, the shoulders and the tails.
 * Coefficients by rising power.
 */
const middle = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852546,
  ],
] as const;
const shoulder = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const tail = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

type Rational = readonly [readonly number[], readonly number[]];

/** The value below which a standard normal lies with a probability between 0 and 1, both ends left out. */
export function normalQuantile(probability: number): number {
  const offset = probability - 0.5;
  if (Math.abs(offset) <= 0.425) return offset * ratio(middle, 0.180625 - offset * offset);
  const depth = Math.sqrt(-Math.log(offset < 0 ? probability : 1 - probability));
  const value = depth <= 5 ? ratio(shoulder, depth - 1.6) : ratio(tail, depth - 5);
  return offset < 0 ? -value : value;
}

const ratio = ([above, below]: Rational, x: number): number => polynomial(above, x) / polynomial(below, x);

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
