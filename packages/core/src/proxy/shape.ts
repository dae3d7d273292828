import { z } from "zod";
import { type Frame, type Layer, subModuleKind } from "../architecture/architecture.js";
import { clustersOf } from "../architecture/embedding.js";
import type { Ffn } from "../architecture/ffn/ffn.js";
import type { Mixer } from "../architecture/mixer/mixer.js";
import type { WeightShape } from "../architecture/sub-module.js";
import { addScaled, type ExactSum, exactTerm, sumOf, zero } from "../capacity/exact-sum.js";
import { additiveScorer } from "./additive.js";
import { shapeProxy } from "./shape-proxy.js";

/*
 * Notation. d hidden, L depth, w the weights of a sub-module (entries of its matrices), e_i the width and V_i the tokens of a cluster of the
 * embedding, p_i the share of running text that its tokens make up.
 *
 *     score = −[ ¼·E + ¼·A + ½·F + ⅖·(12/L)^⅜ ]
 *     A = mean over layers of (512/a)^¼,  a = √(w/4), which is d in a standard attention:     (512/a)^¼ = (2²⁰/w)^⅛
 *     F = mean over layers of (512/f)^¼,  f = √(w/8), which is d in a plain FFN of width 4d:  (512/f)^¼ = (2²¹/w)^⅛
 *     E = Σ p_i·(512/min(e_i, V_i, d))^¼
 *
 * Every power is a chain of square roots: IEEE rounds these correctly, so that a score has the same bits on every machine. A and F of a
 * layer are rounded to exact terms one by one. As a sum over layers the score is (rest + Σ layer)/L, and rest is −L·(¼·E + ⅖·(12/L)^⅜).
 */

const fourthRoot = (value: number): number => Math.sqrt(Math.sqrt(value));
const eighthRoot = (value: number): number => Math.sqrt(fourthRoot(value));

/** The width at which a part costs 1. It sets the unit, and the weight of depth against width. */
const unitWidth = 512;
/** The depth at which the depth term is ⅖. */
const unitDepth = 12;
const depthShare = 0.4;

/**
 * Shape (ours): ZeroLM's decomposition into sub-modules with the diminishing returns that trained networks show. Its use is to choose a
 * shape at a size; between sizes it ranks as well as counting non-embedding parameters, not better. Where its constants come from and where
 * it fails: `docs/proxies/shape.md`.
 *
 * Relative positions, the router of a mixture, biases, norms, positions and the head are left out. By analogy and untested: attention to an
 * encoder is one more attention of its layer, an encoder-decoder has the mean of the depth terms of its stacks, and a mixture has the FFN
 * weights √(active · total). A layer without a mixer or without an FFN is judged by what it has.
 *
 * @example
 * shape.scorer().score(architecture).value; // below 0; nearer to 0 is better
 */
export const shape = shapeProxy({
  name: "shape",
  summary: "−loss, estimated from depth and the widths of the sub-modules",
  source: "zerolm's own; exponents after McLeish et al. 2025 and Levine et al. 2020",
  tunedOn: "FlexiBERT (NAS-Bench-BERT), GPT-2 and Transformer-XL WikiText-103, Gemstones",
  options: z.strictObject({}),
  scorer: () =>
    additiveScorer({
      layersIgnoreVocabulary: true,
      layer: layerTerm,
      rest: (frame, stacks) =>
        addScaled(
          zero,
          sumOf([exactTerm(embeddingLoss(frame) / 4), exactTerm(depthShare * depthLoss(stacks))]),
          -layersOf(stacks),
        ),
      scale: (_frame, stacks) => 1 / layersOf(stacks),
    }),
});

const layersOf = (stacks: readonly number[]): number => stacks.reduce((sum, depth) => sum + depth, 0);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** ¼·A + ½·F of a layer, negative. Where one of the two is missing, the other has its share too. */
function layerTerm({ mixer, cross, ffn }: Layer, { hidden }: Frame): ExactSum {
  const attentions = [mixer, cross].flatMap((part) => (part ? [attentionLoss(part, hidden)] : []));
  const attention = attentions.length > 0 ? exactTerm(mean(attentions) * (ffn ? 1 / 4 : 3 / 4)) : zero;
  const loss = ffn ? exactTerm(ffnLoss(ffn, hidden) * (attentions.length > 0 ? 1 / 2 : 3 / 4)) : zero;
  return addScaled(addScaled(zero, attention, -1), loss, -1);
}

const attentionLoss = (mixer: Mixer, hidden: number): number =>
  eighthRoot((4 * unitWidth ** 2) / weightsOf(mixer, hidden));

const ffnLoss = (ffn: Ffn, hidden: number): number =>
  eighthRoot((8 * unitWidth ** 2) / weightsOf(ffn, hidden));

const isJudged = ({ role }: WeightShape): boolean => role !== "relative" && role !== "router";

/** Weights of a sub-module; for a mixture the geometric mean of those that a token passes and of all. */
function weightsOf(part: Mixer | Ffn, hidden: number): number {
  let [total, active] = [0, 0];
  for (const weight of subModuleKind(part).weights(part, hidden).filter(isJudged)) {
    const { rows, cols, copies = 1 } = weight;
    total += rows * cols * copies;
    active += rows * cols * (weight.active ?? copies);
  }
  return active === total ? total : Math.sqrt(active * total);
}

const depthLoss = (stacks: readonly number[]): number =>
  mean(stacks.map((depth) => eighthRoot(unitDepth / depth) ** 3));

/** Where there are patches, they decide. A projection behind a narrow embedding is left out. */
function embeddingLoss({ embedding, hidden }: Frame): number {
  const { patches, vocabulary } = embedding;
  if (patches) return widthLoss(Math.min(patches.channels * patches.size ** 2, hidden));
  let start = 0;
  let loss = 0;
  for (const { tokens, width } of clustersOf(embedding)) {
    const share = (textShare(start + tokens) - textShare(start)) / textShare(vocabulary);
    loss += share * widthLoss(Math.min(width, tokens, hidden));
    start += tokens;
  }
  return loss;
}

const widthLoss = (width: number): number => fourthRoot(unitWidth / width);

/** From this rank on frequencies fall with the square of the rank (the second regime of Zipf's law). */
const commonTokens = 6000;
/** Euler's constant. */
const eulerGamma = 0.5772;

/** How much of running text the most frequent tokens up to a rank make up, in units of the most frequent one. */
function textShare(rank: number): number {
  if (rank === 0) return 0;
  if (rank <= commonTokens) return Math.log(rank) + eulerGamma;
  return Math.log(commonTokens) + 1 + eulerGamma - commonTokens / rank;
}
