import type { ProbeReduction } from "@zerolm/core";
import { absolute, add, isPositive, scale, square, subtract } from "../graph/elementwise.js";
import { reshape, slice, transpose } from "../graph/layout.js";
import { scalar } from "../graph/leaves.js";
import { matMul } from "../graph/product.js";
import { reduceMaximum, reduceSum, total } from "../graph/reduce.js";
import { type Shape, sizeOf, type Value } from "../graph/value.js";
import * as spectra from "./spectra.js";

/** The numbers of a value row by row. */
export type Numbers = Float32Array | Float64Array;

/** A reduction: what of it is computed inside the graph, and what remains to be done with the numbers, in 64 bits. */
interface Reduction {
  readonly inGraph: (value: Value, sequences: number) => Value;
  /**
   * Default: the numbers as they are.
   *
   * @param tokens of all sequences, which a gradient has no higher rank than
   */
  readonly after?: ((numbers: Numbers, shape: Shape, tokens: number) => Float64Array) | undefined;
}

/** Tokens × features as sequences × tokens × features, experts side by side as features. */
function bySequence(value: Value, sequences: number): Value {
  const isOfExperts = value.shape.length === 3;
  const rows = isOfExperts ? transpose(value, [1, 0, 2]) : value;
  const tokens = rows.shape[0] / sequences;
  return reshape(rows, [sequences, tokens, sizeOf(rows.shape) / rows.shape[0]]);
}

/** BBᵀ + (1−B)(1−B)ᵀ. */
function agreement(rows: Value): Value {
  const signs = isPositive(rows);
  const others = subtract(scalar(1), signs);
  return add(matMul(signs, signs, { transposeB: true }), matMul(others, others, { transposeB: true }));
}

function signKernel(value: Value, sequences: number): Value {
  const apart = bySequence(value, sequences);
  return agreement(reshape(apart, [sequences, sizeOf(apart.shape) / sequences]));
}

/** With c of T tokens above 0, a feature adds c² + (T − c)². */
function signAgreement(value: Value, sequences: number): Value {
  const first = slice(bySequence(value, sequences), 0, 0, 1);
  const above = reduceSum(isPositive(first), [1]);
  const others = subtract(scalar(first.shape[1]), above);
  return add(total(square(above)), total(square(others)));
}

/** One number: row sums first, since a sum of a million numbers in 32 bits is off by 1e-4 and differs from one runtime to another. */
const sum = (value: Value): Value => total(reduceSum(value, [value.shape.length - 1]));

const meanOf = (value: Value): Value => scale(sum(value), 1 / sizeOf(value.shape));

const positionMaximum = (value: Value, sequences: number): Value =>
  meanOf(reduceMaximum(bySequence(value, sequences), [1]));

/** The covariance of features over all tokens, or the Gram matrix of the tokens, whichever is smaller: they have the same eigenvalues but for zeros. */
function covariance(value: Value): Value {
  const flat = bySequence(value, 1);
  const [, tokens, width] = flat.shape;
  const rows = reshape(flat, [tokens, width]);
  const centred = subtract(rows, scale(reduceSum(rows, [0]), 1 / tokens));
  const gram = tokens < width ? { transposeB: true } : { transposeA: true };
  return scale(matMul(centred, centred, gram), 1 / tokens);
}

/** Tokens × features. */
function overSequences(value: Value, sequences: number): Value {
  const sum = reduceSum(bySequence(value, sequences), [0]);
  return reshape(sum, sum.shape.slice(1));
}

const asIs = (value: Value): Value => value;
const copied = (numbers: Numbers): Float64Array => Float64Array.from(numbers);
const one = (number: number): Float64Array => Float64Array.of(number);

/** How each reduction is computed. */
export const reductions: Readonly<Record<ProbeReduction, Reduction>> = {
  sum: { inGraph: sum },
  absoluteSum: { inGraph: (value) => sum(absolute(value)) },
  norm: { inGraph: (value) => sum(square(value)), after: (numbers) => one(Math.sqrt(numbers[0])) },
  nuclearNorm: {
    inGraph: asIs,
    after: (numbers, shape, tokens) => one(spectra.nuclearNormOf(numbers, shape, tokens)),
  },
  spectralNorm: {
    inGraph: asIs,
    after: (numbers, shape, tokens) => one(spectra.spectralNormOf(numbers, shape, tokens)),
  },
  tokenSquares: { inGraph: (value) => scale(sum(square(value)), 1 / value.shape.at(-2)!) },
  positionMaximum: { inGraph: positionMaximum },
  headMaximum: { inGraph: (value) => meanOf(reduceMaximum(value, [1])) },
  signKernel: { inGraph: signKernel },
  signAgreement: { inGraph: signAgreement },
  principalComponents: { inGraph: covariance, after: (numbers) => one(spectra.componentsOf(numbers)) },
  spectralEntropy: { inGraph: covariance, after: (numbers) => one(spectra.entropyOf(numbers)) },
  cosineRoots: {
    inGraph: overSequences,
    after: (numbers, shape) => one(spectra.cosineRoots(numbers, shape)),
  },
  correlationSpectrum: { inGraph: overSequences, after: spectra.correlationSpectrum },
  values: { inGraph: asIs },
};

/** The numbers of a reduction as they are given back. */
export const finished = (
  reduction: ProbeReduction,
  numbers: Numbers,
  shape: Shape,
  tokens: number,
): Float64Array => (reductions[reduction].after ?? copied)(numbers, shape, tokens);
