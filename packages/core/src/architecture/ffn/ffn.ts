import { z } from "zod";
import { type Gated, gated } from "./gated.js";
import { type Mixture, mixture } from "./mixture.js";
import { type Plain, plain } from "./plain.js";

/** The feed-forward network of a layer, all sizes resolved. */
export type Ffn = Plain | Gated | Mixture;

/** Every kind of FFN; a new one is one file beside this one, a row here and its schema below. */
export const ffns = { plain, gated, mixture };

/** An FFN as a document gives it. */
export const ffnSchema = z.discriminatedUnion("kind", [plain.schema, gated.schema, mixture.schema]);
