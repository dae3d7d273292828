import { z } from "zod";
import {
  type Initialiser,
  initialiserKinds,
  initialiserOfKind,
  initialiserSchema,
} from "../architecture/initialiser.js";

/** The option that replaces the initialiser of every architecture, for proxies that read it. */
export const initialiserOption = z
  .union([z.enum(initialiserKinds), initialiserSchema])
  .optional()
  .meta({ otherwise: "the architecture's own" })
  .describe("how weights are drawn before training");

/** The initialiser of an architecture under that option; a kind by its name has its defaults: std 0.02, or a normal distribution. */
export function initialiserUnder(
  option: z.output<typeof initialiserOption>,
): (frame: { readonly initialiser: Initialiser }) => Initialiser {
  if (option === undefined) return ({ initialiser }) => initialiser;
  const chosen = typeof option === "string" ? initialiserOfKind(option) : option;
  return () => chosen;
}
