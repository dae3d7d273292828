/**
 * The features by name, in the order in which files keep them.
 *
 * Capacities of layers are divided by d: what is left is how wide a layer is for its hidden size. A layer that lacks a part has 1/d there,
 * which is less than the narrowest part has.
 */
export const featureNames = [
  "hidden",
  "depth",
  "nonEmbedding",
  "attention",
  "ffn",
  "firstAttention",
  "lastAttention",
  "firstFfn",
  "lastFfn",
  "embeddingWidth",
  "narrowestEmbedding",
] as const;

export type FeatureName = (typeof featureNames)[number];

/** The place of a feature in a row. */
export const featureIndex = (name: FeatureName): number => featureNames.indexOf(name);
