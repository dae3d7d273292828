import type { Architecture } from "../architecture/architecture.js";
import { clustersOf } from "../architecture/embedding.js";
import { layerMatrices, type Matrix } from "../architecture/matrices.js";
import { addScaled, exactTerm, sumOf, zero } from "../capacity/exact-sum.js";
import { expectedLogDeterminant } from "../capacity/log-determinant.js";
import { nonEmbeddingParameters } from "../proxy/sizes.js";
import { type FeatureName, featureNames } from "./regression/feature-names.js";

/*
 * What the predictor sees of an architecture, in octaves (log₂), so that "one" is a doubling in every feature. Notation: d hidden
 * size, L depth; c(W) = ψ of a matrix at Xavier's std, query, key and value head by head (NSC's capacity, without a constant to
 * choose); A_l and F_l its sum over mixer and FFN of layer l.
 */

/**
 * Computes features; shapes of matrices are remembered from one architecture to the next.
 *
 * @returns a function from an architecture to one number a name of {@link featureNames}, equal to the bit for equal architectures
 * @example
 * const features = featureReader();
 * features(architecture)[featureIndex("depth")]; // 2 for four layers
 */
export function featureReader(): (architecture: Architecture) => Float64Array {
  const capacity = memoisedCapacity();
  const size = nonEmbeddingParameters.scorer();
  return (architecture) => {
    const { hidden, layers } = architecture;
    const parts = layers.map((layer) => {
      const matrices = layerMatrices(layer, architecture, 0);
      const isFfn = ({ subModule }: Matrix): boolean => subModule === "ffn";
      return {
        attention: capacity(matrices.filter((matrix) => !isFfn(matrix))),
        ffn: capacity(matrices.filter(isFfn)),
      };
    });
    const mean = (of: "attention" | "ffn"): number => {
      const { high, low } = sumOf(parts.map((part) => exactTerm(part[of])));
      return (high + low) / layers.length;
    };
    const values: Record<FeatureName, number> = {
      hidden,
      depth: layers.length,
      nonEmbedding: size.score(architecture).value,
      attention: mean("attention") / hidden,
      ffn: mean("ffn") / hidden,
      firstAttention: parts[0]!.attention / hidden,
      lastAttention: parts.at(-1)!.attention / hidden,
      firstFfn: parts[0]!.ffn / hidden,
      lastFfn: parts.at(-1)!.ffn / hidden,
      ...embeddingWidths(architecture),
    };
    return Float64Array.from(featureNames, (name) => Math.log2(Math.max(values[name], 1 / hidden)));
  };
}

/** The widths of the most frequent and of the rarest tokens; images have one width for both. */
function embeddingWidths({ embedding }: Architecture) {
  const narrowest = clustersOf(embedding).at(-1)?.width ?? embedding.width;
  return { embeddingWidth: embedding.width, narrowestEmbedding: narrowest };
}

/** Σ c(W) over matrices, in exact terms: the order of layers that differ only in order does not show in the last bit. */
function memoisedCapacity(): (matrices: readonly Matrix[]) => number {
  const known = new Map<string, number>();
  const ofHead = (rows: number, cols: number): number => {
    const key = `${rows} ${cols}`;
    const found = known.get(key) ?? expectedLogDeterminant(rows, cols, 2 / (rows + cols));
    known.set(key, found);
    return found;
  };
  return (matrices) => {
    const sum = matrices.reduce(
      (total, { rows, cols, heads, copies }) =>
        addScaled(total, exactTerm(ofHead(rows / heads, cols)), heads * copies),
      zero,
    );
    return sum.high + sum.low;
  };
}
