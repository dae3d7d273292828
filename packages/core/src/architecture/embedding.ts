import { z } from "zod";
import { type Norm, normParameters } from "./norm.js";
import {
  maximumHidden,
  maximumKernel,
  maximumPatch,
  maximumVocabulary,
  rare,
  size,
  sizeOrNone,
} from "./size.js";
import type { Misfit, WeightShape } from "./sub-module.js";

const adaptiveSchema = z.strictObject({
  cutoffs: z
    .array(size(maximumVocabulary, "Where a cluster of tokens ends, the most frequent tokens first."))
    .max(64)
    .describe(
      "Ends of all clusters but the last, which ends with the vocabulary. None for a single cluster.",
    ),
  divide: size(1024, "Each cluster has this many times less width than the one before.").default(1),
});

const patchesSchema = z.strictObject({
  image: size(65_536, "Height and width of the image in pixels."),
  size: size(65_536, "Height and width of a patch in pixels."),
  channels: size(4096, "Colour channels.").default(3),
});

const audioSchema = z.strictObject({
  bins: size(4096, "Frequency bins of the spectrogram."),
  kernel: size(maximumKernel, "Kernel width of both convolutions, in frames."),
});

/** What a document says of the embeddings. */
export const embeddingSchema = z.strictObject({
  vocabulary: sizeOrNone(maximumVocabulary, "Tokens in the vocabulary, 0 for none (images).").default(0),
  positions: sizeOrNone(maximumVocabulary, "Learned positions, 0 for none (rotary, sinusoidal).").default(0),
  tokenTypes: sizeOrNone(4096, "Token (segment) types.").default(0),
  width: size(
    maximumHidden,
    "Embedding width. If it differs from hidden, a projection follows. Default: hidden.",
  ).optional(),
  norm: z.boolean().default(false).describe("A norm over the summed embeddings (BERT)."),
  adaptive: adaptiveSchema.optional().describe("Narrower embeddings for rarer tokens (Transformer-XL)."),
  patches: patchesSchema.optional().describe("Image patches instead of tokens (ViT)."),
  bareProjection: rare("The projection to hidden has no bias, and positions are added behind it (OPT)."),
  encoderPositions: size(
    maximumVocabulary,
    "Positions of the encoder of an encoder-decoder. The key positions then counts those of its decoder.",
  ).optional(),
  encoderNorm: rare("In an encoder-decoder one more norm, over the embeddings of the encoder (BART)."),
  relativePositions: size(
    maximumVocabulary,
    "A table of relative positions that all layers use (DeBERTa).",
  ).optional(),
  relativeNorm: rare("A norm over that table."),
  audio: audioSchema
    .optional()
    .describe("Two convolutions over a spectrogram, before the encoder (Whisper)."),
  extraTokens: size(
    4096,
    "Further learned vectors, as wide as the embeddings: of distillation (DeiT), of masks (XLNet).",
  ).optional(),
  barePatches: rare("The projection of patches has no bias (CLIP)."),
  classToken: z.boolean().default(false).describe("A learned vector that enters beside the patches."),
});

/** Token, position and type embeddings, or image patches. `width` may differ from hidden. */
export interface Embedding extends Omit<z.output<typeof embeddingSchema>, "width"> {
  readonly width: number;
}

/** What of an architecture decides the size of its embeddings. */
export interface EmbeddingFrame {
  readonly hidden: number;
  readonly norm: Norm;
  readonly embedding: Embedding;
}

type Patches = z.output<typeof patchesSchema>;

/** Tokens that share an embedding width; one cluster holds all unless the embedding is adaptive. */
export interface Cluster {
  readonly tokens: number;
  readonly width: number;
}

/** What does not fit in an embedding. */
export function embeddingMisfit({
  vocabulary,
  adaptive,
  patches,
}: z.output<typeof embeddingSchema>): Misfit | undefined {
  if (vocabulary === 0 && patches === undefined)
    return {
      key: "vocabulary",
      message: "is missing. Give the number of tokens, at least 1 without image patches.",
    };
  if (patches && adaptive) return { key: "adaptive", message: "needs tokens, not image patches" };
  const misfit = patches && patchesMisfit(patches);
  if (misfit) return { key: "patches", message: misfit };
  const ends = adaptive ? [0, ...adaptive.cutoffs, vocabulary] : [];
  if (ends.some((end, index) => index > 0 && end <= (ends[index - 1] as number)))
    return { key: "adaptive", message: `cutoffs must rise and stay below the vocabulary of ${vocabulary}` };
  return undefined;
}

/** Why patches do not fit; their sizes are limited so that counts stay exact. */
export function patchesMisfit({ image, size, channels }: Patches): string | undefined {
  if (image % size !== 0) return `patches of ${size} pixels do not tile an image of ${image}`;
  const values = channels * size * size;
  if (values <= maximumPatch) return undefined;
  return `patches of ${size} × ${size} pixels in ${channels} channels hold ${values} values, above the maximum of ${maximumPatch}`;
}

/** The clusters of the vocabulary, most frequent tokens first (Baevski & Auli 2019). None where there are no tokens. */
export function clustersOf({ vocabulary, width, adaptive }: Embedding): Cluster[] {
  if (vocabulary === 0) return [];
  if (!adaptive) return [{ tokens: vocabulary, width }];
  const ends = [...adaptive.cutoffs, vocabulary];
  return ends.map((end, index) => ({
    tokens: end - (ends[index - 1] ?? 0),
    width: Math.max(1, Math.floor(width / adaptive.divide ** index)),
  }));
}

/** Whether what a cluster embeds is projected to hidden. Clusters of different widths are all projected, as in Transformer-XL. */
export function isProjected({ embedding, hidden }: EmbeddingFrame): boolean {
  return embedding.width !== hidden || (embedding.adaptive?.divide ?? 1) > 1;
}

/** Width at which token, position and type embeddings are added up: behind projections without bias, before any other. */
const sumWidth = ({ embedding, hidden }: EmbeddingFrame): number =>
  embedding.adaptive || embedding.bareProjection ? hidden : embedding.width;

/** The matrices of the embeddings. */
export function embeddingShapes(frame: EmbeddingFrame): WeightShape[] {
  const { embedding, hidden } = frame;
  const { patches, positions, tokenTypes, width, audio } = embedding;
  const { encoderPositions = 0, relativePositions = 0 } = embedding;
  const clusters = clustersOf(embedding);
  const projected = isProjected(frame) ? distinctWidths(frame) : [];
  const shapes: WeightShape[] = [
    ...clusters.map((cluster) => ({
      role: "vocabulary" as const,
      rows: cluster.tokens,
      cols: cluster.width,
    })),
    ...(patches ? [{ role: "patch" as const, rows: width, cols: patches.channels * patches.size ** 2 }] : []),
    ...(audio
      ? [audio.bins, hidden].map((channels) => ({
          role: "convolution" as const,
          rows: hidden,
          cols: channels * audio.kernel,
        }))
      : []),
    { role: "position", rows: encoderPositions, cols: sumWidth(frame) },
    { role: "position", rows: positions, cols: sumWidth(frame) },
    { role: "relative", rows: relativePositions, cols: hidden },
    { role: "tokenType", rows: tokenTypes, cols: sumWidth(frame) },
    ...projected.map((cols) => ({ role: "projection" as const, rows: hidden, cols })),
  ];
  return shapes.filter(({ rows }) => rows > 0);
}

/** Widths that have a projection of their own: one a cluster where clusters differ in width, else one. */
function distinctWidths({ embedding }: EmbeddingFrame): number[] {
  const clusters = clustersOf(embedding);
  return (embedding.adaptive?.divide ?? 1) > 1 ? clusters.map(({ width }) => width) : [embedding.width];
}

/** Parameters of the embeddings in vectors: norm, bias of the projection and of the patches, class token. */
export function embeddingVectors(frame: EmbeddingFrame): number {
  const { embedding, hidden } = frame;
  const { width, norm, adaptive, patches, classToken, audio } = embedding;
  const { encoderNorm, relativeNorm, extraTokens = 0, bareProjection, barePatches } = embedding;
  const sum = sumWidth(frame);
  return (
    (Number(norm) + Number(encoderNorm ?? false)) * normParameters(frame, sum) +
    (relativeNorm ? normParameters(frame, hidden) : 0) +
    (width !== hidden && !adaptive && !bareProjection ? hidden : 0) +
    (patches && !barePatches ? width : 0) +
    (audio ? 2 * hidden : 0) +
    (Number(classToken) + extraTokens) * sum
  );
}

/** Multiply-adds of the embeddings for each token and each patch. A token of an adaptive embedding is taken for one of the most frequent cluster. */
export function embeddingWork(frame: EmbeddingFrame): {
  readonly perToken: number;
  readonly perPatch: number;
} {
  const shapes = embeddingShapes(frame);
  const entriesOf = (wanted: WeightShape["role"]): number =>
    shapes.reduce((sum, { role, rows, cols }) => sum + (role === wanted ? rows * cols : 0), 0);
  const first = (wanted: WeightShape["role"]): number => {
    const shape = shapes.find(({ role }) => role === wanted);
    return shape ? shape.rows * shape.cols : 0;
  };
  return { perToken: first("projection") + entriesOf("convolution"), perPatch: first("patch") };
}
