import { ink, okabeIto } from "./style.js";
import { countText } from "./text.js";
import type { JsonObject } from "./vega-lite.js";

/** How points are coloured by group: the colour channel, and what the subtitle must say about it. */
export interface GroupColors {
  readonly encoding: JsonObject;
  readonly notes: readonly string[];
}

const palette = [
  okabeIto.blue,
  okabeIto.orange,
  okabeIto.green,
  okabeIto.vermillion,
  okabeIto.sky,
  okabeIto.purple,
  okabeIto.black,
];

/**
 * A colour for each group. With more groups than colours, the largest have one and the rest are grey; where those would be
 * less than half of the points, colour tells nothing and there is none. The notes say so.
 *
 * @param groups the group of every point
 */
export function groupColors(groups: readonly string[], label: string): GroupColors {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  const names = byNumber([...counts.keys()]);
  const size = (name: string) => counts.get(name) ?? 0;
  const largest = new Set([...names].sort((a, b) => size(b) - size(a)).slice(0, palette.length));
  const colored = names.filter((name) => largest.has(name));
  const rest = names.filter((name) => !largest.has(name));
  const covered = colored.reduce((sum, name) => sum + size(name), 0);
  if (covered * 2 < groups.length)
    return {
      encoding: { value: okabeIto.blue },
      notes: [`${countText(names.length)} groups of ${label}, not coloured`],
    };
  return {
    encoding: channel(colored, rest, label),
    notes: rest.length === 0 ? [] : [`grey: ${countText(rest.length)} smaller groups of ${label}`],
  };
}

function channel(colored: readonly string[], rest: readonly string[], label: string): JsonObject {
  return {
    field: "group",
    type: "nominal",
    scale: {
      domain: [...colored, ...rest],
      range: [...palette.slice(0, colored.length), ...rest.map(() => ink.quiet)],
    },
    legend: {
      title: label,
      values: colored,
      orient: "top",
      direction: "horizontal",
      columns: legendColumns(colored),
      titleOrient: "left",
      titleColor: ink.normal,
      titleFontSize: 13,
      titleFontWeight: "normal",
      titlePadding: 10,
      labelColor: ink.strong,
      labelFontSize: 13,
      labelLimit: 0,
      symbolSize: 70,
      symbolOpacity: 1,
      columnPadding: 14,
    },
  };
}

/** As many entries as fit a line beside the legend's title. */
function legendColumns(names: readonly string[]): number {
  const widest = Math.max(...names.map((name) => name.length));
  return Math.max(1, Math.min(names.length, Math.floor(510 / (8 * widest + 34))));
}

/** `2 × 64` before `2 × 256` before `12 × 64`. */
const byNumber = (names: readonly string[]): string[] =>
  names.toSorted(new Intl.Collator("en", { numeric: true }).compare);
