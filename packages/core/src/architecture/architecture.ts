import { z } from "zod";
import { type Ffn, ffnSchema, ffns } from "./ffn/ffn.js";
import { initialiserSchema } from "./initialiser.js";
import { type Mixer, mixerSchema, mixers } from "./mixer/mixer.js";
import { maximumDepth, maximumHidden, maximumVocabulary, size, sizeOrNone } from "./size.js";
import type { SubModuleKind } from "./sub-module.js";

const embeddingSchema = z.strictObject({
  vocabulary: size(maximumVocabulary, "Tokens in the vocabulary."),
  positions: sizeOrNone(maximumVocabulary, "Learned positions; 0 for none (rotary, sinusoidal).").default(0),
  tokenTypes: sizeOrNone(4096, "Token (segment) types.").default(0),
  width: size(
    maximumHidden,
    "Embedding width; a projection follows where it differs from hidden. Default: hidden.",
  ).optional(),
  norm: z.boolean().default(false).describe("A norm over the summed embeddings (BERT)."),
});

const headSchema = z.strictObject({
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
      "Projection to the vocabulary: none, the token embedding again (and the embedding projection, where there is one and no transform), or a matrix of its own.",
    ),
  vocabularyBias: z.boolean().default(false).describe("A bias on the vocabulary projection."),
  dense: z
    .boolean()
    .default(false)
    .describe("A dense hidden × hidden layer on every token before the outputs (ELECTRA's discriminator)."),
  outputs: sizeOrNone(maximumVocabulary, "Outputs of a task head; 0 for none.").default(0),
  outputsBias: z.boolean().default(true).describe("A bias on the outputs."),
});

/** One entry of `layers` in a document. */
export const layerSchema = z.strictObject({
  repeat: size(maximumDepth, "This many such layers in a row.").default(1),
  mixer: mixerSchema,
  ffn: ffnSchema,
});

const frameShape = {
  name: z.string().max(1000).optional(),
  kind: z.enum(["encoder", "decoder"]).default("encoder"),
  hidden: size(maximumHidden, "Hidden size: the width of the residual stream."),
  embedding: embeddingSchema,
  norm: z.enum(["layer", "rms"]).default("layer").describe("LayerNorm (two vectors) or RMSNorm (one)."),
  finalNorm: z.boolean().default(false).describe("A norm after the last layer (pre-norm models)."),
  head: headSchema.prefault({}),
  initialiser: initialiserSchema.prefault({ kind: "normal" }),
};

/** The document of one architecture: what zerolm YAML and JSON say. Its JSON Schema is published as `schema/architecture.schema.json`. */
export const architectureSchema = z.strictObject({
  $schema: z.string().optional(),
  ...frameShape,
  layers: z.array(layerSchema).min(1).max(maximumDepth).describe("The layers, first to last."),
});

/** The document without its layers; spaces build architectures from it. */
export const frameSchema = z.strictObject(frameShape);

/** What a document may leave out is left out here too. */
export type ArchitectureInput = z.input<typeof architectureSchema>;

/** Token, position and type embeddings. `width` may differ from hidden. */
export interface Embedding extends Omit<z.output<typeof embeddingSchema>, "width"> {
  readonly width: number;
}

/** What follows the last layer. */
export type Head = z.output<typeof headSchema>;

/** One layer: a mixer, then an FFN. */
export interface Layer {
  readonly mixer: Mixer;
  readonly ffn: Ffn;
}

/** Everything of an architecture but its layers. */
export interface Frame extends Omit<z.output<typeof frameSchema>, "embedding"> {
  readonly embedding: Embedding;
}

/**
 * One Transformer, every size resolved. Made by `resolveArchitecture` (from a document's value) or `readArchitecture` (from text);
 * everything in zerolm reads this.
 */
export interface Architecture extends Frame {
  readonly layers: readonly Layer[];
}

const kinds = { ...mixers, ...ffns } as unknown as Readonly<Record<string, unknown>>;

/** The entry of a mixer or FFN in its table: its matrices, vectors and FLOPs. */
export function subModuleKind<Part extends Mixer | Ffn>(part: Part): SubModuleKind<z.ZodObject, Part> {
  // Kinds are unique over both tables, and an entry reads only configurations of its own kind.
  return kinds[part.kind] as SubModuleKind<z.ZodObject, Part>;
}
