const minus = "−";
const units = [
  { size: 1e12, letter: "T" },
  { size: 1e9, letter: "B" },
  { size: 1e6, letter: "M" },
  { size: 1e3, letter: "k" },
] as const;

/** A count with separators: `1,000`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A size in three significant digits with its unit, as the command line reads it: `9.98M`, `1.5B`, `640`. */
export function sizeText(size: number): string {
  // 999,999 must read 1M, not 1000k: the unit is chosen after rounding.
  const rounded = Number(size.toPrecision(3));
  const unit = units.find((candidate) => rounded >= candidate.size);
  return unit === undefined
    ? String(rounded)
    : `${Number((rounded / unit.size).toPrecision(3))}${unit.letter}`;
}

/** A rank correlation in three decimals: `0.772`, `−0.120`; `n/a` where it is not defined, as for equal scores. */
export function correlationText(correlation: number): string {
  return Number.isFinite(correlation) ? correlation.toFixed(3).replace("-", minus) : "n/a";
}

/** A proxy's name, with its alpha where it has one: `zerolm (α 0.55)`. A word may follow the name: `zerolm score (α 0.55)`. */
export function proxyText(proxy: string, alpha: number | undefined, word = ""): string {
  const name = word === "" ? proxy : `${proxy} ${word}`;
  return alpha === undefined ? name : `${name} (α ${String(Number(alpha.toFixed(3))).replace("-", minus)})`;
}

/**
 * Text broken between words into lines of at most `width` characters; a longer word keeps a line to itself. Vega breaks no
 * lines, and one long line would squeeze or widen the whole plot.
 */
export function textLines(text: string | readonly string[], width: number): readonly string[] {
  return [text].flat().flatMap((line) => {
    const lines: string[] = [];
    for (const word of line.split(/\s+/).filter((part) => part !== "")) {
      const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
      if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

/**
 * A Vega expression for the label of an axis tick of scores: SI prefixes from 1,000 up, plain digits below, and `1.4e-5` for
 * the very small. SI throughout would write 0.004 as `4m`, which reads as four million.
 */
export const scoreLabel = si(
  "abs(datum.value) >= 1000 ? '~s' : abs(datum.value) < 0.001 && datum.value ? '~e' : '~g'",
);

/** A Vega expression for the label of an axis tick of sizes: `10M`, `1.5B`. */
export const sizeLabel = si("'~s'");

/** Numbers of parameters are counted in billions, SI's giga. */
function si(format: string): string {
  return `replace(format(datum.value, ${format}), 'G', 'B')`;
}
