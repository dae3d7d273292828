import type { Architecture } from "./architecture.js";
import type { Mixer } from "./mixer/mixer.js";

/** Mixers that no benchmark of trained networks has, in words. */
const unjudged: { readonly [Kind in Mixer["kind"]]?: string } = {
  latent: "latent attention",
  mamba: "Mamba",
  mamba2: "Mamba-2",
  delta: "gated DeltaNet",
  "short-convolution": "short convolutions",
  hybrid: "attention beside Mamba-2",
};

/**
 * The mixers of an architecture on which no proxy was ever judged, in words: no benchmark of trained networks has them.
 *
 * @example
 * unjudgedMixers(jamba); // ["Mamba"]
 */
export const unjudgedMixers = ({ layers }: Pick<Architecture, "layers">): readonly string[] => [
  ...new Set(layers.flatMap(({ mixer }) => (mixer && unjudged[mixer.kind]) ?? [])),
];
