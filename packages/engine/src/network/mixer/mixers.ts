import type { Mixer } from "@zerolm/core";
import type { Value } from "../../graph/value.js";
import type { Part } from "../scope.js";
import { refusePart, type Unsupported } from "../unsupported.js";
import { attention } from "./attention.js";
import { convolution } from "./convolution.js";
import { fourier } from "./fourier.js";
import { latent } from "./latent.js";
import type { Mix, MixerNetwork } from "./mix.js";
import { shortConvolution } from "./short-convolution.js";

type Row<Kind extends Mixer["kind"]> = MixerNetwork<Extract<Mixer, { kind: Kind }>> | Unsupported;

const recurrent = (kind: string): Unsupported => ({
  kind,
  reason: "needs a recurrence over tokens, which the primitives of the graph do not have",
});

/** How each mixer of core is built, or why it is not. */
export const mixerNetworks: { readonly [Kind in Mixer["kind"]]: Row<Kind> } = {
  attention,
  fourier,
  convolution,
  latent,
  "short-convolution": shortConvolution,
  mamba: recurrent("mamba"),
  mamba2: recurrent("mamba2"),
  delta: recurrent("delta"),
  hybrid: recurrent("hybrid"),
};

/**
 * What a mixer adds to a stream.
 *
 * @throws {WorkError} for a kind that cannot be run
 */
export function mixerNetwork(mixer: Mixer, part: Part, mix: Mix): Value {
  // The table holds for each kind the row of that kind.
  const row = mixerNetworks[mixer.kind] as MixerNetwork<Mixer> | Unsupported;
  return typeof row === "function" ? row(mixer, part, mix) : refusePart(row);
}
