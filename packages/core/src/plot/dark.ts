import { ink, okabeIto } from "./style.js";
import type { Json, VegaLiteSpec } from "./vega-lite.js";

/** Each colour of a plot and what stands for it on dark paper; blue, purple and black are too weak there. */
const darkColors: ReadonlyMap<string, string> = new Map([
  ["#ffffff", "#14181d"],
  [ink.strong, "#e8ebee"],
  [ink.normal, "#a9b2bb"],
  [ink.quiet, "#5d6770"],
  [ink.line, "#3a434c"],
  [ink.grid, "#252c33"],
  [okabeIto.blue, "#4ea8e0"],
  [okabeIto.black, "#e8ebee"],
]);

/** What holds data or names, where a text that looks like a colour is none. */
const dataKeys = new Set([
  "data",
  "datasets",
  "domain",
  "values",
  "text",
  "title",
  "subtitle",
  "description",
]);

/**
 * The same plot for dark paper: the colours that plots use are exchanged, all else stays.
 *
 * @example
 * inDark(evaluationPlot(input)).config.background; // "#14181d"
 */
export const inDark = (spec: VegaLiteSpec): VegaLiteSpec => exchanged(spec) as VegaLiteSpec;

function exchanged(value: Json): Json {
  if (typeof value === "string") return darkColors.get(value) ?? value;
  if (Array.isArray(value)) return value.map(exchanged);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, isData(key, part) ? part : exchanged(part)]),
  );
}

/** `title` is a text, or a map with the colours of one. */
const isData = (key: string, part: Json): boolean =>
  dataKeys.has(key) &&
  (key === "data" || key === "datasets" || typeof part !== "object" || Array.isArray(part));
