import { z } from "zod";
import type { Architecture, Frame } from "../architecture/architecture.js";
import { entryVariance, hasUniformVariance, type Initialiser } from "../architecture/initialiser.js";
import { copiesOf, layerMatrices, type Matrix } from "../architecture/matrices.js";
import { type ExactSum, exactTerm, sumOf, wholeTerm, zero } from "../capacity/exact-sum.js";
import { additiveScore, additiveScoreOf } from "./additive.js";
import { initialiserUnder, isOneScale, scaleOptions, twoScales, withStd } from "./initialiser-option.js";
import type { Additive, Score, ShapeScorer } from "./proxy.js";
import { shapeProxy } from "./shape-proxy.js";
import { shapeScorer } from "./shape-scorer.js";
import { expectedCapacity, type RealWeights, realCapacity, sampledCapacities } from "./weight-source.js";

/*
 * Notation: c(W) = ‖W‖²_F / min(m, n), the Frobenius capacity. S_attn and S_ffn sum it over the attention and the FFN matrices
 * of all layers. α is held as the fraction p / q with q a power of ten, so that the closed form under one variance s² is
 *
 *     α·S_attn + (1 − α)·S_ffn = (s²/q)·[p·Σ_attn max(m, n) + (q − p)·Σ_ffn max(m, n)]
 *
 * with a whole number in the brackets: equal architectures score equal to the bit. Where s² differs from matrix to matrix, the
 * balance p/q goes into each term before it is rounded, so that the exact sum need not carry the factor p.
 */

export const defaultAlpha = 0.5;
const maximumDecimals = 6;
const defaultRepeats = 5;

const options = z
  .strictObject({
    alpha: z
      .number()
      .min(-1000)
      .max(1000)
      .refine(
        (alpha) => fractionOf(alpha) !== undefined,
        `has more than ${maximumDecimals} decimals. Round it.`,
      )
      .default(defaultAlpha)
      .describe("ZeroLM's balance of attention and FFN"),
    weights: z
      .enum(["expected", "sampled"])
      .optional()
      .meta({ otherwise: "real ones if given, else expected" })
      .describe("weights that ZeroLM scores: their expectation, or weights drawn at random"),
    repeats: z
      .int()
      .min(2)
      .max(10_000)
      .optional()
      .meta({ otherwise: defaultRepeats })
      .describe("number of draws of sampled weights"),
    ...scaleOptions,
  })
  .refine(isOneScale, twoScales)
  .overwrite(withStd)
  .refine(({ repeats, weights }) => repeats === undefined || weights === "sampled", {
    path: ["repeats"],
    error: "is for sampled weights. Set weights to sampled.",
  })
  .overwrite((given) =>
    given.weights === "sampled" ? { ...given, repeats: given.repeats ?? defaultRepeats } : given,
  );

type Options = z.output<typeof options>;

/**
 * ZeroLM (arXiv 2503.18646): α·S_attn + (1 − α)·S_ffn. Norms, biases, embeddings and head are left out.
 *
 * It differs from the published code in one thing: the expectation over the initialiser stands where that draws random weights
 * once. `weights: "sampled"` draws them with the seed of the resources; real weights among the resources take the place of both.
 *
 * @example
 * const scorer = zerolm.scorer({ alpha: 0.7 });
 * const { value, standardDeviation } = scorer.score(architecture);
 */
export const zerolm = shapeProxy({
  name: "zerolm",
  summary: "α·Σ‖W‖²/min(m,n) over attention + (1−α)·the same over FFN",
  source: "ZeroLM, arXiv 2503.18646",
  options,
  readsRealWeights: true,
  scorer: (chosen, { weights, seed = 0 }): ShapeScorer => {
    const balance = fractionOf(chosen.alpha) as Balance;
    if (chosen.weights === "sampled") return sampledScorer(balance, chosen, seed);
    if (weights && chosen.weights === undefined)
      return shapeScorer((architecture) => ({ value: realScore(architecture, balance, weights) }));
    const own = initialiserUnder(chosen);
    const additive = expectedAdditive(balance, own);
    return {
      ...shapeScorer((architecture) => expectedScore(architecture, balance, additive, own(architecture))),
      additive,
    };
  },
});

/** α = attention / whole as whole numbers; the FFN has the rest. */
interface Balance {
  readonly attention: number;
  readonly whole: number;
}

/** Nothing if alpha has more than 6 decimals. */
function fractionOf(alpha: number): Balance | undefined {
  for (let decimals = 0; decimals <= maximumDecimals; decimals++) {
    const whole = 10 ** decimals;
    const attention = Math.round(alpha * whole);
    if (Math.abs(attention / whole - alpha) < 1e-12) return { attention, whole };
  }
  return undefined;
}

/**
 * The projection of relative positions (Dai et al. 2019) acts on fixed sinusoids of a distance and on no token: it makes the
 * embedding of a position, and ZeroLM leaves embeddings out.
 */
const isWeighed = ({ role }: Matrix): boolean => role !== "relative";

function weightOf(matrix: Matrix, { attention, whole }: Balance): number {
  return matrix.subModule === "attention" ? attention : whole - attention;
}

function expectedAdditive(balance: Balance, own: (frame: Frame) => Initialiser): Additive {
  return {
    layer: (layer, frame) =>
      sumOf(
        layerMatrices(layer, frame, 0)
          .filter(isWeighed)
          .map((matrix) => capacityTerm(matrix, balance, own(frame))),
      ),
    rest: () => zero,
    scale: (frame) => (hasUniformVariance(own(frame)) ? entryVariance(own(frame), 1, 1) / balance.whole : 1),
  };
}

/** p/q·E[c], or p·E[c]/s² as a whole number where s² is the same for all matrices. */
function capacityTerm(matrix: Matrix, balance: Balance, initialiser: Initialiser): ExactSum {
  const { rows, cols } = matrix;
  const weighted = weightOf(matrix, balance) * Math.max(rows, cols);
  return hasUniformVariance(initialiser)
    ? wholeTerm(weighted)
    : exactTerm(entryVariance(initialiser, rows, cols, weighted) / balance.whole);
}

function expectedScore(
  architecture: Architecture,
  balance: Balance,
  additive: Additive,
  initialiser: Initialiser,
): Score {
  const value = additiveScoreOf(additive, architecture);
  const variance = bodyMatrices(architecture).reduce((sum, matrix) => {
    const { standardDeviation = 0 } = expectedCapacity("frobenius", matrix, initialiser);
    return sum + matrix.copies * ((weightOf(matrix, balance) / balance.whole) * standardDeviation) ** 2;
  }, 0);
  return { value, standardDeviation: Math.sqrt(variance) };
}

function sampledScorer(
  balance: Balance,
  { repeats = defaultRepeats, ...scale }: Options,
  seed: number,
): ShapeScorer {
  const own = initialiserUnder(scale);
  return shapeScorer((architecture) => {
    const source = { seed, repeats, initialiser: own(architecture) };
    const body = singleMatrices(architecture);
    return meanScore(
      sampledCapacities("frobenius", source).map((measure) => weightedSum(body, balance, measure)),
    );
  });
}

function meanScore(scores: readonly number[]): Score {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1);
  return {
    value: mean,
    standardDeviation: Math.sqrt(variance),
    standardError: Math.sqrt(variance / scores.length),
  };
}

const realScore = (architecture: Architecture, balance: Balance, weights: RealWeights): number =>
  weightedSum(singleMatrices(architecture), balance, (matrix) =>
    realCapacity(weights, { capacity: "frobenius", matrices: [matrix], head: undefined }),
  );

function weightedSum(body: readonly Matrix[], balance: Balance, measure: (matrix: Matrix) => number): number {
  const term = (matrix: Matrix): ExactSum =>
    exactTerm((weightOf(matrix, balance) * measure(matrix)) / balance.whole);
  return additiveScore(sumOf(body.map(term)), 1);
}

const bodyMatrices = (architecture: Architecture): Matrix[] =>
  architecture.layers.flatMap((layer, index) => layerMatrices(layer, architecture, index).filter(isWeighed));

const singleMatrices = (architecture: Architecture): Matrix[] => bodyMatrices(architecture).flatMap(copiesOf);

/** S_attn or S_ffn in units of the variance s² that all matrices have by default: whole numbers. */
export const subModuleAdditive = (subModule: "attention" | "ffn"): Additive =>
  expectedAdditive({ attention: subModule === "attention" ? 1 : 0, whole: 1 }, initialiserUnder());
