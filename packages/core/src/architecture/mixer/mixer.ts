import { z } from "zod";
import { type Attention, attention } from "./attention.js";
import { type Convolution, convolution } from "./convolution.js";
import { type Delta, delta } from "./delta.js";
import { type Fourier, fourier } from "./fourier.js";
import { type Hybrid, hybrid } from "./hybrid.js";
import { type Latent, latent } from "./latent.js";
import { type Mamba, mamba } from "./mamba.js";
import { type Mamba2, mamba2 } from "./mamba2.js";
import { type ShortConvolution, shortConvolution } from "./short-convolution.js";

/** What mixes tokens in a layer, all sizes resolved. */
export type Mixer =
  | Attention
  | Fourier
  | Convolution
  | Latent
  | Mamba
  | Mamba2
  | Delta
  | ShortConvolution
  | Hybrid;

/** Every kind of mixer; a new one is one file beside this one, a row here and its schema below. */
export const mixers = {
  attention,
  fourier,
  convolution,
  latent,
  mamba,
  mamba2,
  delta,
  "short-convolution": shortConvolution,
  hybrid,
};

/** A mixer as a document gives it. */
export const mixerSchema = z.discriminatedUnion("kind", [
  attention.schema,
  fourier.schema,
  convolution.schema,
  latent.schema,
  mamba.schema,
  mamba2.schema,
  delta.schema,
  shortConvolution.schema,
  hybrid.schema,
]);
