import { textLines } from "./text.js";
import type { JsonObject } from "./vega-lite.js";

/** Width of every plot in pixels: a README column. */
export const plotWidth = 720;

/**
 * Arimo comes with the command line for PNG; an SVG shows in whichever the viewer has. Arimo, Arial, Helvetica and
 * Liberation Sans have the same widths, so that a label keeps its place in all of them.
 */
export const fontFamily = "Arimo, Arial, Helvetica, Liberation Sans, sans-serif";

/** Okabe and Ito, Color Universal Design (2008): told apart by people with any colour vision. Yellow, weak on white, is left out. */
export const okabeIto = {
  blue: "#0072B2",
  orange: "#E69F00",
  green: "#009E73",
  vermillion: "#D55E00",
  sky: "#56B4E9",
  purple: "#CC79A7",
  black: "#000000",
} as const;

export const ink = {
  strong: "#1f2328",
  normal: "#57606a",
  quiet: "#a8b0b9",
  line: "#d0d7de",
  grid: "#edeff2",
} as const;

/** The look that all plots share: white paper, a quiet grid, titles at the left. */
export const theme = {
  font: fontFamily,
  background: "#ffffff",
  padding: { left: 14, right: 18, top: 16, bottom: 12 },
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "bounds",
    color: ink.strong,
    fontSize: 18,
    fontWeight: "bold",
    subtitleColor: ink.normal,
    subtitleFontSize: 13,
    subtitleLineHeight: 19,
    subtitlePadding: 7,
    offset: 20,
  },
  axis: {
    domain: false,
    ticks: false,
    grid: true,
    gridColor: ink.grid,
    labelColor: ink.normal,
    labelFontSize: 12,
    labelPadding: 8,
    titleColor: ink.strong,
    titleFontSize: 12,
    titleFontWeight: "normal",
  },
  axisX: { domain: true, domainColor: ink.line, labelSeparation: 12 },
} as const satisfies JsonObject;

/** Title and subtitle of a plot, broken into lines that fit its width. */
export function plotTitle(title: string, subtitle: string | readonly string[]): JsonObject {
  return { text: textLines(title, 64), subtitle: textLines(subtitle, 96) };
}
