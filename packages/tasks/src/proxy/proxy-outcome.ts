import type { OptionValues, Predictor } from "@zerolm/core";
import { z } from "zod";
import type { ChosenAlpha } from "./alpha.js";
import type { LoadedProxy } from "./load-proxy.js";

/** What outputs say of a proxy that ran: plain data, which a thread can send. */
export interface ProxyAbout {
  readonly proxy: string;
  /** Where alpha came from. Missing if it was not chosen. */
  readonly alphaSource: string | undefined;
  /** Its options, defaults included. */
  readonly options: OptionValues;
  /** The benchmarks that it was fitted to: there its figures are no evidence. */
  readonly tunedOn: string | undefined;
  /** Whether it is a size to limit or to minimise, and no quality proxy. */
  readonly isSize: boolean;
  readonly isBuiltIn: boolean;
  /** The file that its scores stand in, if somebody else computed them. */
  readonly scoresOf: string | undefined;
}

/**
 * @param options as they were parsed, alpha among them
 * @param real whether it read trained weights, of which no option says anything
 */
export function aboutOf(
  { proxy, reference }: LoadedProxy,
  options: OptionValues,
  alpha: ChosenAlpha | undefined,
  real = false,
): ProxyAbout {
  return {
    proxy: proxy.name,
    alphaSource: alpha?.source,
    options: real ? withoutWeights(options) : options,
    tunedOn: proxy.tunedOn,
    isSize: proxy.objectiveOnly ?? false,
    isBuiltIn: reference.kind === "built-in",
    scoresOf: reference.kind === "scores" ? reference.scores.file : undefined,
  };
}

/** Options without those of weights before training. */
const withoutWeights = ({ std: _, initialiser: __, weights: ___, ...rest }: OptionValues): OptionValues =>
  rest;

/** The fields of an outcome that say how a proxy was computed. Options of built-in proxies stand beside them under their own names. */
export const proxyFieldsOfOutcome = {
  proxy: z.string().describe("Name of the proxy."),
  alphaSource: z.string().optional().describe("Where alpha came from."),
  options: z.record(z.string(), z.unknown()).optional().describe("Its options, defaults included."),
  scoresOf: z.string().optional().describe("The file of the scores, if somebody else computed them."),
  tunedOn: z.string().optional().describe("The benchmarks that the proxy was fitted to."),
};

/** Those fields. */
export type ProxyOutcome = z.output<z.ZodObject<typeof proxyFieldsOfOutcome>>;

/** How a proxy was computed, as outcomes hold it. */
export function proxyOutcome({
  proxy,
  alphaSource,
  options,
  tunedOn,
  isBuiltIn,
  scoresOf,
}: ProxyAbout): ProxyOutcome {
  const own = Object.keys(options).length > 0 ? { options } : {};
  return {
    proxy,
    ...(isBuiltIn ? options : {}),
    ...(alphaSource === undefined ? {} : { alphaSource }),
    ...own,
    ...(scoresOf === undefined ? {} : { scoresOf }),
    ...(tunedOn === undefined ? {} : { tunedOn }),
  };
}

/** The fields of an outcome that say what a predictor predicts; none of them for another proxy. */
export const predictorFieldsOfOutcome = {
  predicts: z.string().optional().describe("The quality that a predictor predicts."),
  labels: z.int().optional().describe("Number of trained networks that it learnt from."),
  prior: z.string().optional().describe("Name of the proxy that it corrects."),
};

/** Those fields. */
export type PredictorOutcome = z.output<z.ZodObject<typeof predictorFieldsOfOutcome>>;

/** What a predictor predicts, as outcomes hold it. */
export const predictorOutcome = (predictor: Predictor | undefined): PredictorOutcome =>
  predictor
    ? { predicts: predictor.quality, labels: predictor.labels.length, prior: predictor.prior.name }
    : {};
