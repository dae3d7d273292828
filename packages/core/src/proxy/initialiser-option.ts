import { z } from "zod";
import {
  type Initialiser,
  initialiserKinds,
  initialiserOfKind,
  initialiserSchema,
} from "../architecture/initialiser.js";

/** As for an initialiser. Far above it the variance overflows. */
const maximumStd = 1e3;

/**
 * One standard deviation for all architectures. What a file says of its initialiser decides nothing unless asked for: the same architecture
 * would score 41 or 180 depending on it.
 */
export const defaultStd = 0.02;

const stdOption = z
  .union([z.number().positive().max(maximumStd), z.enum(["xavier", "own"])], {
    error: `must be a number above 0 and at most ${maximumStd}, xavier or own`,
  })
  .optional()
  .meta({ otherwise: defaultStd })
  .describe("standard deviation of the weights before training (own: the one of each architecture)");

const initialiserOption = z
  .union([z.enum(initialiserKinds), initialiserSchema])
  .optional()
  .meta({ otherwise: `normal with std ${defaultStd}` })
  .describe("distribution of the weights before training, instead of std");

/** The options of proxies that read how weights are drawn, to be spread into theirs; then refine with {@link isOneScale} and overwrite with {@link withStd}. */
export const scaleOptions = { std: stdOption, initialiser: initialiserOption };

/** What {@link scaleOptions} give. */
export interface Scale {
  readonly std?: z.output<typeof stdOption>;
  readonly initialiser?: z.output<typeof initialiserOption>;
}

/** Whether no std stands beside an initialiser, which has one. */
export const isOneScale = ({ std, initialiser }: Scale): boolean =>
  std === undefined || initialiser === undefined;

/** What is wrong otherwise. */
export const twoScales = {
  path: ["std"],
  error: "cannot be used with initialiser, which sets the std. Give only one of the two.",
};

/** With the default std, if there is no initialiser: outputs say which it was. */
export const withStd = <Given extends Scale>(given: Given): Given =>
  given.initialiser === undefined ? { ...given, std: given.std ?? defaultStd } : given;

/** The initialiser that stands for that of an architecture; a kind by its name has its defaults: std .02, or a normal distribution. */
export function initialiserUnder({
  std = defaultStd,
  initialiser,
}: Scale = {}): (frame: { readonly initialiser: Initialiser }) => Initialiser {
  if (initialiser === undefined && std === "own") return (frame) => frame.initialiser;
  const chosen = initialiser === undefined ? initialiserOfStd(std as number | "xavier") : initialiser;
  const whole = typeof chosen === "string" ? initialiserOfKind(chosen) : chosen;
  return () => whole;
}

const initialiserOfStd = (std: number | "xavier"): Initialiser =>
  std === "xavier" ? { kind: "xavier", distribution: "normal" } : { kind: "normal", std };
