import { type Predictor, type Proxy, type ProxySetting, proxies } from "@zerolm/core";
import type { ChosenAlpha } from "../options/alpha.js";
import type { ProxyFlags } from "../options/proxy.js";
import { counted, scoreText } from "./numbers.js";
import { printable } from "./text.js";

/** How a proxy was computed, for JSON. */
export function proxyDocument(
  proxy: string,
  alpha: ChosenAlpha | undefined,
  { std, nscAttention, dtype }: ProxyFlags,
  weights?: string,
): object {
  return {
    proxy,
    ...(alpha ? { alpha: alpha.value, alphaSource: alpha.source } : {}),
    ...(heeds(proxy, "std") && weights !== "real" ? { std: std ?? "own" } : {}),
    ...(heeds(proxy, "std") ? { nscAttention: nscAttention ?? "per-head" } : {}),
    ...(heeds(proxy, "dtype") ? { dtype: dtype ?? "float32" } : {}),
    ...(tunedOn(proxy) === undefined ? {} : { tunedOn: tunedOn(proxy) }),
  };
}

/** The benchmarks that a proxy was fitted to: there its figures are no evidence. */
export const tunedOn = (proxy: string): string | undefined => builtIn(proxy)?.tunedOn;

/** Whether a proxy is a size to limit or to minimise and no guess at quality. */
export const isSize = (proxy: string): boolean => builtIn(proxy)?.objectiveOnly ?? false;

const heeds = (proxy: string, setting: ProxySetting): boolean =>
  builtIn(proxy)?.heeds.includes(setting) ?? false;

/** A built-in proxy by its name; nothing for the name of a predictor file. */
function builtIn(proxy: string): Proxy | undefined {
  const known: Readonly<Record<string, Proxy>> = proxies;
  return Object.hasOwn(known, proxy) ? known[proxy] : undefined;
}

/**
 * The same in words.
 *
 * @param weights `real` for trained ones
 * @example
 * proxyText("zerolm", { value: 0.5, source: "default" }, {}); // "zerolm, alpha 0.5 (default)"
 */
export function proxyText(
  proxy: string,
  alpha: ChosenAlpha | undefined,
  flags: ProxyFlags,
  weights?: string,
): string {
  const what = weights === "real" ? `${proxy} on real weights` : proxy;
  if (alpha) return `${what}, alpha ${alpha.value} (${alpha.source})`;
  const fitted = tunedOn(proxy);
  if (fitted !== undefined) return `${proxy}, tuned on ${fitted}`;
  if (heeds(proxy, "dtype")) return `${proxy}, stored as ${flags.dtype ?? "float32"}`;
  if (!heeds(proxy, "std")) return proxy;
  const { std = "of each architecture's own initialiser", nscAttention = "per-head" } = flags;
  const split = `${what}, Q, K and V ${nscAttention.replace("-", " ")}`;
  return weights === "real" ? split : `${split}, std ${std}`;
}

/**
 * What the scores of a predictor are, and what they were learnt from.
 *
 * @example
 * predictorText(predictor); // "GLUE score, predicted from 20 trained networks and nsc"
 */
export const predictorText = ({ quality, labels, prior }: Predictor): string =>
  `${printable(quality)}, predicted from ${counted(labels.length, "trained network")} and ${prior}`;

/** The same for JSON; nothing for a proxy that is no predictor. */
export const predictorDocument = (predictor: Predictor | undefined): object =>
  predictor ? { predicts: predictor.quality, labels: predictor.labels.length, prior: predictor.prior } : {};

/** What the column of {@link predictedText} is. */
export const predictedNote =
  "95 %: where the quality of one training run will lie, if the predictor is right.";

/** The interval of a prediction. */
export const predictedText = (interval: readonly [number, number]): string =>
  interval.map(scoreText).join(" … ");
