import { z } from "zod";
import { type Adapter, adapterSchema } from "./adapter.js";
import { type Embedding, embeddingSchema } from "./embedding.js";
import { type Ffn, ffnSchema, ffns } from "./ffn/ffn.js";
import { headSchema } from "./head.js";
import { initialiserSchema } from "./initialiser.js";
import { type Attention, attention } from "./mixer/attention.js";
import { type Mixer, mixerSchema, mixers } from "./mixer/mixer.js";
import { norms } from "./norm.js";
import { maximumDepth, maximumHidden, rare, size } from "./size.js";
import type { SubModuleKind } from "./sub-module.js";

/** One entry of `layers` in a document. */
export const layerSchema = z.strictObject({
  repeat: size(maximumDepth, "Number of such layers in a row.").default(1),
  mixer: mixerSchema.optional().describe("What mixes tokens. A layer may lack it, or its FFN."),
  cross: attention.schema
    .optional()
    .describe("Attention to the encoder. Layers of an encoder-decoder that have it are its decoder."),
  ffn: ffnSchema.optional().describe("The feed-forward network. A layer may lack it, or its mixer."),
  adapters: z
    .array(adapterSchema)
    .min(1)
    .max(16)
    .optional()
    .describe("Low-rank adapters beside projections of the layer, unmerged."),
  parallel: rare("Mixer and FFN are parallel, not one after the other (GPT-J). This changes no count."),
  shared: rare(
    "Uses the weights of the layer before it, which is equal (ALBERT). Parameters count once, FLOPs and cache in every layer.",
  ),
});

const frameShape = {
  name: z.string().max(1000).optional(),
  kind: z.enum(["encoder", "decoder", "encoder-decoder"]).default("encoder"),
  hidden: size(maximumHidden, "Hidden size: the width of the residual stream."),
  embedding: embeddingSchema.describe("Tokens, positions and token types, or image patches."),
  norm: z
    .enum(norms)
    .default("layer")
    .describe(
      "LayerNorm (two vectors), RMSNorm (one), LayerNorm without shift (scale) or without both (bare).",
    ),
  finalNorm: z
    .boolean()
    .default(false)
    .describe(
      "A norm after the last layer, in an encoder-decoder after the last of each half (pre-norm models).",
    ),
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

/**
 * One layer: a mixer, in the decoder of an encoder-decoder then attention to the encoder, then an FFN; adapters beside them. The residual
 * stream passes by what a layer lacks; it has one of the three at least.
 */
export interface Layer {
  readonly mixer?: Mixer | undefined;
  readonly cross?: Attention | undefined;
  readonly ffn?: Ffn | undefined;
  /** Missing where there are none. */
  readonly adapters?: readonly Adapter[] | undefined;
  /** Mixer and FFN stand side by side. */
  readonly parallel?: true | undefined;
  /** Uses the weights of the layer before it. */
  readonly shared?: true | undefined;
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

/**
 * The mixer, attention to the encoder and FFN that a layer has, in the order in which data passes them.
 *
 * @example
 * partsOf({ ffn }); // [ffn]
 */
export const partsOf = ({ mixer, cross, ffn }: Layer): readonly (Mixer | Ffn)[] =>
  [mixer, cross, ffn].filter((part) => part !== undefined);

const kinds = { ...mixers, ...ffns } as unknown as Readonly<Record<string, unknown>>;

/** The entry of a mixer or FFN in its table: its matrices, vectors and FLOPs. */
export function subModuleKind<Part extends Mixer | Ffn>(part: Part): SubModuleKind<z.ZodObject, Part> {
  // Kinds are unique over both tables, and an entry reads only configurations of its own kind.
  return kinds[part.kind] as SubModuleKind<z.ZodObject, Part>;
}

/**
 * The JSON Schema of architecture files, for editors and other tools; published as `schema/architecture.schema.json`. Relations
 * between sizes, such as heads that must divide hidden, are checked by `resolveArchitecture` alone.
 */
export function architectureJsonSchema(): object {
  const schema = z.toJSONSchema(architectureSchema, { io: "input" });
  return { ...schema, title: "zerolm architecture" };
}
