import type { PredictorOutcome, ProxyOutcome } from "@zerolm/tasks";
import { counted, scoreText } from "./numbers.js";
import { printable } from "./text.js";

/**
 * How a proxy was computed.
 *
 * @param outcome of a proxy; with `weights: "real"` if it read trained ones
 * @example
 * proxyText(outcome); // "zerolm, alpha 0.5 (default)", "nsc, std own, nsc-attention per-head"
 */
export function proxyText(outcome: ProxyOutcome & { readonly weights?: unknown }): string {
  const { proxy, alphaSource, options = {}, tunedOn, scoresOf, weights } = outcome;
  const texts = Object.entries(options).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const source = key === "alpha" && alphaSource !== undefined ? ` (${alphaSource})` : "";
    return [`${optionWords(key)} ${valueText(value)}${source}`];
  });
  const scores = scoresOf === undefined ? [] : [`scores of ${printable(scoresOf)}`];
  const fitted = tunedOn === undefined ? [] : [`tuned on ${tunedOn}`];
  const on = weights === "real" ? " on real weights" : "";
  return [`${printable(proxy)}${on}`, ...texts, ...scores, ...fitted].join(", ");
}

/**
 * The name of an option as people read it, and as flags have it.
 *
 * @example
 * optionWords("nscAttention"); // "nsc-attention"
 */
export const optionWords = (key: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A mean over folds has more digits than anybody reads. */
function valueText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "string" ? printable(value) : JSON.stringify(value);
}

/**
 * What the scores of a predictor are, and what they were learnt from; `undefined` for another proxy.
 *
 * @example
 * predictorText(outcome); // "GLUE score, predicted from 20 trained networks and shape"
 */
export const predictorText = ({ predicts, labels = 0, prior }: PredictorOutcome): string | undefined =>
  predicts === undefined
    ? undefined
    : `${printable(predicts)}, predicted from ${counted(labels, "trained network")} and ${prior}`;

/** What the column of {@link predictedText} is. */
export const predictedNote = "95 %: interval for the quality of one training run, if the predictor is right.";

/** The interval of a prediction. */
export const predictedText = (interval: readonly [number, number]): string =>
  interval.map(scoreText).join(" … ");
