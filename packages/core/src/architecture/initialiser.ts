import { z } from "zod";
import type { Random } from "../random/random.js";

/*
 * Notation: a weight matrix is rows × cols = out × in (PyTorch's Linear), so fan-in = cols and fan-out = rows.
 * An initialiser draws its entries independently from one distribution with mean 0.
 */

const standardDeviation = z.number().positive().max(1e3).describe("Standard deviation of one weight.");
const distribution = z.enum(["normal", "uniform"]).default("normal");

/** How the weights of an architecture are drawn before training. Default: normal with std 0.02. */
export const initialiserSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("normal"), std: standardDeviation.default(0.02) }),
  z.strictObject({ kind: z.literal("truncated-normal"), std: standardDeviation.default(0.02) }),
  z.strictObject({ kind: z.literal("xavier"), distribution }),
  z.strictObject({ kind: z.literal("kaiming"), distribution }),
]);

/**
 * - `normal`: N(0, std²), the initialiser of BERT, ELECTRA, GPT-2 and Llama in Hugging Face transformers.
 * - `truncated-normal`: N(0, std²) cut at ±2 std, as in the original TensorFlow code of BERT.
 * - `xavier`: variance 2 / (fan-in + fan-out) (Glorot & Bengio 2010), normal or uniform.
 * - `kaiming`: variance 2 / fan-in (He et al. 2015), normal or uniform.
 */
export type Initialiser = z.output<typeof initialiserSchema>;

/** The names accepted wherever an initialiser is asked for by name. */
export const initialiserKinds = [
  "normal",
  "truncated-normal",
  "xavier",
  "kaiming",
] as const satisfies readonly Initialiser["kind"][];

/** The initialiser of a kind with its defaults: std 0.02, or a normal distribution. */
export const initialiserOfKind = (kind: Initialiser["kind"]): Initialiser =>
  initialiserSchema.parse({ kind });

// Moments of N(0,1) cut at ±2: with φ = φ(2) and P = 2Φ(2) − 1, E x² = 1 − 4φ/P and E x⁴ = 3 − 28φ/P.
const densityOverMass = 0.05399096651318806 / 0.9544997361036416;
const truncatedSecondMoment = 1 - 4 * densityOverMass;
const truncatedKurtosis = (3 - 28 * densityOverMass) / truncatedSecondMoment ** 2;

/**
 * Variance of one entry of a rows × cols matrix, times a number. For `truncated-normal` this is what remains after the cut
 * (0.774 std²).
 *
 * The factor goes in before the division, so that the quotient is rounded once: under Xavier, matrices of one proportion then
 * have capacities in that proportion to the bit, and sums that are equal in theory are equal here. std is multiplied by itself,
 * since engines need not agree on the last bit of a power.
 */
export function entryVariance(initialiser: Initialiser, rows: number, cols: number, factor = 1): number {
  switch (initialiser.kind) {
    case "normal":
      return initialiser.std * initialiser.std * factor;
    case "truncated-normal":
      return initialiser.std * initialiser.std * truncatedSecondMoment * factor;
    case "xavier":
      return (2 * factor) / (rows + cols);
    case "kaiming":
      return (2 * factor) / cols;
  }
}

/** Whether every matrix of an architecture has the same entry variance, whatever its shape. */
export function hasUniformVariance(initialiser: Initialiser): boolean {
  return initialiser.kind === "normal" || initialiser.kind === "truncated-normal";
}

/** Kurtosis E x⁴ / (E x²)² of one entry: 3 for a normal, 9/5 for a uniform, 2.365 for a normal cut at ±2 std. */
export function entryKurtosis(initialiser: Initialiser): number {
  if (initialiser.kind === "truncated-normal") return truncatedKurtosis;
  if (initialiser.kind === "normal") return 3;
  return initialiser.distribution === "uniform" ? 9 / 5 : 3;
}

/**
 * A function that draws entries of a rows × cols matrix one after the other.
 *
 * @example
 * const draw = entrySampler({ kind: "xavier", distribution: "uniform" }, 64, 256, new Random(1));
 * const weights = Float32Array.from({ length: 64 * 256 }, draw);
 */
export function entrySampler(
  initialiser: Initialiser,
  rows: number,
  cols: number,
  random: Random,
): () => number {
  if (initialiser.kind === "truncated-normal") return truncatedSampler(initialiser.std, random);
  const std = Math.sqrt(entryVariance(initialiser, rows, cols));
  if (initialiser.kind !== "normal" && initialiser.distribution === "uniform") {
    const halfWidth = std * Math.sqrt(3);
    return () => (2 * random.uniform() - 1) * halfWidth;
  }
  return () => random.normal() * std;
}

function truncatedSampler(std: number, random: Random): () => number {
  return () => {
    for (;;) {
      const drawn = random.normal();
      if (Math.abs(drawn) <= 2) return drawn * std;
    }
  };
}
