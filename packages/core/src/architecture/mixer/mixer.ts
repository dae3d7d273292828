import { z } from "zod";
import { type Attention, attention } from "./attention.js";
import { type Convolution, convolution } from "./convolution.js";
import { type Fourier, fourier } from "./fourier.js";

/** What mixes tokens in a layer, all sizes resolved. */
export type Mixer = Attention | Fourier | Convolution;

/** Every kind of mixer; a new one is one file beside this one, a row here and its schema below. */
export const mixers = { attention, fourier, convolution };

/** A mixer as a document gives it. */
export const mixerSchema = z.discriminatedUnion("kind", [
  attention.schema,
  fourier.schema,
  convolution.schema,
]);
