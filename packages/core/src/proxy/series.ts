import { z } from "zod";
import { type Architecture, type Frame, type Layer, subModuleKind } from "../architecture/architecture.js";
import { embeddingShapes } from "../architecture/embedding.js";
import type { Ffn } from "../architecture/ffn/ffn.js";
import type { Attention } from "../architecture/mixer/attention.js";
import type { Mixer } from "../architecture/mixer/mixer.js";
import type { WeightShape } from "../architecture/sub-module.js";
import { exactTerm, sumOf } from "../capacity/exact-sum.js";
import { shannonTransform } from "../capacity/log-determinant.js";
import { shapeProxy } from "./shape-proxy.js";
import { shapeScorer } from "./shape-scorer.js";

/*
 * Notation. d hidden, L depth, h heads of width d_h, g key/value heads, an FFN of width F in n stacks; an embedding of V_i tokens
 * (or patch values) in e_i numbers. C(m, n) is NSC's ψ at the Xavier std 2/(m + n): what an m × n matrix lets through. Matrices
 * side by side add up, stages in a row add their resistances 1/C, so a narrow stage limits the whole:
 *
 *     ρ_layer = 1/[(h + g)·C(d_h, d)] + 1/[g·C(d_h, d) + C(d, h·d_h)] + 2/Σ_i C(F_i/n, d)
 *     ρ_embedding = 1/ΣC(V_i, e_i) + 1/ΣC(d, e_i)          (the second only where there is a projection)
 *     score = −[ρ_embedding + (1 + 3/L)²·mean ρ_layer]
 */

/** How much lets through a matrix of this shape; sizes need not be whole. */
type Conductance = (rows: number, cols: number) => number;

/**
 * Series capacity (ours): the stages of a Transformer are resistors in series. Tuned on FlexiBERT, GPT-2 and Transformer-XL
 * WikiText-103 (the squared depth term, the halves of attention), so what it reaches there is no evidence for it.
 *
 * Where the formula says nothing: grouped heads count as the key/value heads that there are; a convolution counts as attention
 * with its heads over all of hidden; a Fourier transform has no query and key, and 1/C(d, d) for value and output; a gate stands
 * beside the up projection; a token passes the active and the shared experts of a mixture side by side; attention to an encoder
 * is one more pair of stages; what a layer lacks resists nothing, so that the score says nothing about leaving it out. Multiplicative and relative matrices, position embeddings, norms, biases and head are left out.
 *
 * @example
 * series.scorer().score(architecture).value; // below 0; nearer to 0 is better
 */
export const series = shapeProxy({
  name: "series",
  summary: "−resistance of the stages in series, 1/ψ each",
  source: "zerolm's own; ψ of Neural Spectral Capacity, 2026",
  tunedOn: "FlexiBERT (NAS-Bench-BERT), GPT-2 and Transformer-XL WikiText-103",
  options: z.strictObject({}),
  scorer: () => {
    const conductance = memoised();
    return shapeScorer((architecture) => ({ value: -resistance(architecture, conductance) }));
  },
});

function resistance(architecture: Architecture, conductance: Conductance): number {
  const depth = architecture.layers.length;
  // Added exactly, so that the order of the layers does not decide the last bit.
  const { high, low } = sumOf(
    architecture.layers.map((layer) => exactTerm(layerResistance(layer, architecture.hidden, conductance))),
  );
  return embeddingResistance(architecture, conductance) + (1 + 3 / depth) ** 2 * ((high + low) / depth);
}

function layerResistance({ mixer, cross, ffn }: Layer, hidden: number, conductance: Conductance): number {
  return (
    (mixer ? mixerResistance(mixer, hidden, conductance) : 0) +
    (cross ? attentionResistance(cross, hidden, conductance) : 0) +
    (ffn ? ffnResistance(ffn, hidden, conductance) : 0)
  );
}

function mixerResistance(mixer: Mixer, hidden: number, conductance: Conductance): number {
  if (mixer.kind === "fourier") return 1 / conductance(hidden, hidden);
  if (mixer.kind === "attention") return attentionResistance(mixer, hidden, conductance);
  if (mixer.kind !== "convolution") return linearResistance(mixer, hidden, conductance);
  const { heads } = mixer;
  return attentionResistance({ heads, keyValueHeads: heads, headDim: hidden / heads }, hidden, conductance);
}

/** Of mixers that nobody judged it on: everything that reads the stream side by side, then the output. */
function linearResistance(mixer: Mixer, hidden: number, conductance: Conductance): number {
  const shapes = subModuleKind(mixer).weights(mixer, hidden);
  const sum = (some: readonly WeightShape[]): number =>
    some.reduce((total, { rows, cols }) => total + conductance(rows, cols), 0);
  const inputs = shapes.filter(({ role, cols }) => role !== "output" && cols === hidden);
  return 1 / sum(inputs) + 1 / sum(shapes.filter(({ role }) => role === "output"));
}

function attentionResistance(
  { heads, keyValueHeads, headDim }: Pick<Attention, "heads" | "keyValueHeads" | "headDim">,
  hidden: number,
  conductance: Conductance,
): number {
  const head = conductance(headDim, hidden);
  const queryKey = (heads + keyValueHeads) * head;
  const valueOutput = keyValueHeads * head + conductance(hidden, heads * headDim);
  return 1 / queryKey + 1 / valueOutput;
}

function ffnResistance(ffn: Ffn, hidden: number, conductance: Conductance): number {
  if (ffn.kind === "plain") {
    const stacks = ffn.widths.length;
    return 2 / ffn.widths.reduce((sum, width) => sum + conductance(width / stacks, hidden), 0);
  }
  const one = conductance(ffn.width, hidden);
  const beside = ffn.kind === "mixture" ? ffn.active + ffn.shared : 1;
  const gated = ffn.kind === "gated" || ffn.gated;
  return 1 / (beside * (gated ? 2 : 1) * one) + 1 / (beside * one);
}

/** Clusters of one width are one matrix, as the code of Transformer-XL has it. */
function embeddingResistance(frame: Frame, conductance: Conductance): number {
  const shapes = embeddingShapes(frame);
  const tokens = new Map<number, number>();
  for (const { role, rows, cols } of shapes)
    if (role === "vocabulary" || role === "patch") tokens.set(cols, (tokens.get(cols) ?? 0) + rows);
  const embedding = [...tokens].reduce((sum, [cols, rows]) => sum + conductance(rows, cols), 0);
  const projection = shapes
    .filter(({ role }) => role === "projection")
    .reduce((sum, { rows, cols }) => sum + conductance(rows, cols), 0);
  return 1 / embedding + (projection > 0 ? 1 / projection : 0);
}

/** ψ at the Xavier variance 2/(rows + cols): the smaller side times a number that depends on the proportion alone. */
function memoised(): Conductance {
  const known = new Map<string, number>();
  return (rows, cols) => {
    const smaller = Math.min(rows, cols);
    const larger = Math.max(rows, cols);
    const key = `${smaller} ${larger}`;
    const found =
      known.get(key) ?? smaller * shannonTransform(smaller / larger, (2 * larger) / (rows + cols));
    known.set(key, found);
    return found;
  };
}
