import { z } from "zod";
import { clustersOf, type Embedding, type EmbeddingFrame, isProjected } from "./embedding.js";
import { normParameters } from "./norm.js";
import { maximumVocabulary, rare, sizeOrNone } from "./size.js";
import type { Misfit, WeightShape } from "./sub-module.js";

/** What a document says of what follows the last layer. */
export const headSchema = z.strictObject({
  pooler: z
    .boolean()
    .default(false)
    .describe("A dense hidden × hidden layer on one token of the sequence (BERT)."),
  transform: z
    .boolean()
    .default(false)
    .describe("A dense layer and norm before the vocabulary projection (masked language models)."),
  vocabulary: z
    .enum(["none", "tied", "separate"])
    .default("none")
    .describe(
      "Projection to the vocabulary: none, tied to the token embedding (and to the embedding projection, if there is one and no transform), or a separate matrix.",
    ),
  bareTransform: rare("The dense layer of the transform has no bias (ModernBERT)."),
  projection: rare(
    "A matrix without bias down to the embedding width before the vocabulary projection (OPT).",
  ),
  vocabularyBias: z.boolean().default(false).describe("A bias on the vocabulary projection."),
  ownProjections: sizeOrNone(
    64,
    "With tied adaptive embeddings: the number of first clusters that have their own output projection.",
  ).default(0),
  dense: z
    .boolean()
    .default(false)
    .describe("A dense hidden × hidden layer on every token before the outputs (ELECTRA's discriminator)."),
  outputs: sizeOrNone(maximumVocabulary, "Outputs of a task head, 0 for none.").default(0),
  outputsBias: z.boolean().default(true).describe("A bias on the outputs."),
  oneToken: z
    .boolean()
    .default(false)
    .describe("The outputs read one token of the sequence (image classifiers)."),
});

/** What follows the last layer. */
export type Head = z.output<typeof headSchema>;

/** What of an architecture decides the size of its head. */
export interface HeadFrame extends EmbeddingFrame {
  readonly kind: "encoder" | "decoder" | "encoder-decoder";
  readonly finalNorm: boolean;
  readonly head: Head;
}

/** What does not fit in a head, by itself or with the embedding. */
export function headMisfit(
  head: Head,
  embedding: Pick<Embedding, "vocabulary" | "adaptive">,
): Misfit | undefined {
  const { vocabulary, vocabularyBias, ownProjections, transform } = head;
  if (vocabulary === "none" && vocabularyBias)
    return { key: "vocabularyBias", message: "needs a projection: set head.vocabulary to tied or separate" };
  if (vocabulary !== "none" && embedding.vocabulary === 0)
    return { key: "vocabulary", message: "needs tokens: set embedding.vocabulary" };
  if (ownProjections > 0 && (vocabulary !== "tied" || embedding.adaptive === undefined))
    return { key: "ownProjections", message: "needs a tied vocabulary and an adaptive embedding" };
  if (transform && embedding.adaptive)
    return { key: "transform", message: "cannot be combined with an adaptive embedding" };
  if (head.projection && (transform || embedding.adaptive))
    return {
      key: "projection",
      message: "cannot be combined with a transform or an adaptive embedding",
    };
  return undefined;
}

/** The matrices of the projection to the vocabulary that are not the embedding's own. */
export function vocabularyShapes(frame: HeadFrame): WeightShape[] {
  const { head, embedding, hidden } = frame;
  if (head.vocabulary === "none") return [];
  const clusters = clustersOf(embedding);
  const own = head.vocabulary === "separate" ? clusters.length : head.ownProjections;
  // A transform brings its input to the embedding width; without one a separate projection of all tokens reads hidden itself.
  const width = head.transform || head.projection ? embedding.width : hidden;
  const single = embedding.adaptive === undefined;
  const tokens = head.vocabulary === "separate" ? clusters : [];
  return [
    ...tokens.map((cluster) => ({
      role: "vocabulary" as const,
      rows: cluster.tokens,
      cols: single ? width : cluster.width,
    })),
    ...(single || !isProjected(frame) ? [] : clusters.slice(0, own)).map((cluster) => ({
      role: "projection" as const,
      rows: cluster.width,
      cols: hidden,
    })),
    ...(clusters.length < 2
      ? []
      : [{ role: "cluster" as const, rows: clusters.length - 1, cols: embedding.width }]),
  ];
}

/** All matrices of the head. */
export function headShapes(frame: HeadFrame): WeightShape[] {
  const { hidden, head, embedding } = frame;
  return [
    ...(head.pooler ? [{ role: "pooler" as const, rows: hidden, cols: hidden }] : []),
    ...(head.transform ? [{ role: "transform" as const, rows: embedding.width, cols: hidden }] : []),
    ...(head.projection ? [{ role: "projection" as const, rows: embedding.width, cols: hidden }] : []),
    ...vocabularyShapes(frame),
    ...(head.dense ? [{ role: "dense" as const, rows: hidden, cols: hidden }] : []),
    ...(head.outputs > 0 ? [{ role: "task" as const, rows: head.outputs, cols: hidden }] : []),
  ];
}

/** Vectors of the projection to the vocabulary: its bias, and one entry for each cluster but the first. */
export function vocabularyVectors({ head, embedding }: HeadFrame): number {
  if (head.vocabulary === "none") return 0;
  return (
    (head.vocabularyBias ? embedding.vocabulary : 0) +
    (embedding.adaptive ? clustersOf(embedding).length - 1 : 0)
  );
}

/** An encoder-decoder has a final norm for each of its two halves. */
function finalNorms(frame: HeadFrame): number {
  if (!frame.finalNorm) return 0;
  return (frame.kind === "encoder-decoder" ? 2 : 1) * normParameters(frame, frame.hidden);
}

/** All vectors of the head, the final norm among them. */
export function headVectors(frame: HeadFrame): number {
  const { hidden, head } = frame;
  return (
    finalNorms(frame) +
    (head.pooler ? hidden : 0) +
    (head.transform ? transformVectors(frame) : 0) +
    vocabularyVectors(frame) +
    (head.dense ? hidden : 0) +
    (head.outputsBias ? head.outputs : 0)
  );
}

/** The bias of the dense layer of the transform, and its norm. */
function transformVectors(frame: HeadFrame): number {
  const { width } = frame.embedding;
  return (frame.head.bareTransform ? 0 : width) + normParameters(frame, width);
}

/** Multiply-adds of the head: on every token, and on the one token that a pooler or a classifier reads. */
export function headWork(frame: HeadFrame): { readonly perToken: number; readonly perSequence: number } {
  const seesOneToken = ({ role }: WeightShape): boolean =>
    role === "pooler" || (role === "task" && (frame.head.pooler || frame.head.oneToken));
  const shapes = headShapes(frame);
  const perSequence = entries(shapes.filter(seesOneToken));
  return { perToken: entries(shapes) - perSequence + tiedWork(frame), perSequence };
}

/** Multiply-adds of the embedding where it is used again: back through its projections, then to the tokens. */
function tiedWork(frame: HeadFrame): number {
  const { embedding, head, hidden } = frame;
  if (head.vocabulary !== "tied") return 0;
  const clusters = clustersOf(embedding);
  const back =
    isProjected(frame) && !head.transform && !head.projection ? clusters.slice(head.ownProjections) : [];
  const tokens = clusters.reduce((sum, cluster) => sum + cluster.tokens * cluster.width, 0);
  return tokens + back.reduce((sum, { width }) => sum + width * hidden, 0);
}

const entries = (shapes: readonly WeightShape[]): number =>
  shapes.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
