import type { OptionValues, Predictor } from "@zerolm/core";
import { counted, printable, scoreText } from "@zerolm/view";
import type { ChosenAlpha } from "../options/alpha.js";
import type { LoadedProxy } from "../options/load-proxy.js";
import { flagOf } from "../options/proxy-option.js";

/** What outputs say of a proxy that ran: plain data, which a thread can send. */
export interface ProxyAbout {
  readonly proxy: string;
  /** Where alpha came from, where it was chosen. */
  readonly alphaSource: string | undefined;
  /** Its options, defaults included. */
  readonly options: OptionValues;
  /** The benchmarks that it was fitted to: there its figures are no evidence. */
  readonly tunedOn: string | undefined;
  /** Whether it is a size to limit or to minimise, and no guess at quality. */
  readonly isSize: boolean;
  readonly isBuiltIn: boolean;
  /** Whether it read trained weights. */
  readonly real: boolean;
  /** The file that its scores stand in, where somebody else computed them. */
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
    real,
    tunedOn: proxy.tunedOn,
    isSize: proxy.objectiveOnly ?? false,
    isBuiltIn: reference.kind === "built-in",
    scoresOf: reference.kind === "scores" ? reference.scores.file : undefined,
  };
}

/** How a proxy was computed, for JSON. Options of built-in proxies stand there by themselves too. */
export function proxyDocument({
  proxy,
  alphaSource,
  options,
  tunedOn,
  isBuiltIn,
  scoresOf,
}: ProxyAbout): object {
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

/**
 * The same in words.
 *
 * @param weights `real` for trained ones
 * @example
 * proxyText(about); // "zerolm, alpha 0.5 (default)", "nsc, std own, nsc-attention per-head"
 */
export function proxyText({ proxy, alphaSource, options, real, tunedOn, scoresOf }: ProxyAbout): string {
  const texts = Object.entries(options).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const source = key === "alpha" && alphaSource !== undefined ? ` (${alphaSource})` : "";
    return [`${flagOf(key).slice(2)} ${valueText(value)}${source}`];
  });
  const scores = scoresOf === undefined ? [] : [`scores of ${printable(scoresOf)}`];
  const fitted = tunedOn === undefined ? [] : [`tuned on ${tunedOn}`];
  return [`${printable(proxy)}${real ? " on real weights" : ""}`, ...texts, ...scores, ...fitted].join(", ");
}

/** Options without those of weights before training. */
const withoutWeights = ({ std: _, initialiser: __, weights: ___, ...rest }: OptionValues): OptionValues =>
  rest;

/** A mean over folds has more digits than anybody reads. */
function valueText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "string" ? printable(value) : JSON.stringify(value);
}

/**
 * What the scores of a predictor are, and what they were learnt from.
 *
 * @example
 * predictorText(predictor); // "GLUE score, predicted from 20 trained networks and nsc"
 */
export const predictorText = ({ quality, labels, prior }: Predictor): string =>
  `${printable(quality)}, predicted from ${counted(labels.length, "trained network")} and ${prior.name}`;

/** The same for JSON; nothing for a proxy that is no predictor. */
export const predictorDocument = (predictor: Predictor | undefined): object =>
  predictor
    ? { predicts: predictor.quality, labels: predictor.labels.length, prior: predictor.prior.name }
    : {};

/** What the column of {@link predictedText} is. */
export const predictedNote =
  "95 %: where the quality of one training run will lie, if the predictor is right.";

/** The interval of a prediction. */
export const predictedText = (interval: readonly [number, number]): string =>
  interval.map(scoreText).join(" … ");
