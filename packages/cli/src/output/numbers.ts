const countLetters = ["", "k", "M", "B", "T", "P"] as const;
const flopLetters = ["", "k", "M", "G", "T", "P"] as const;

/**
 * A count in four digits.
 *
 * @example
 * shortCount(15437844); // "15.44M"
 */
export const shortCount = (count: number): string => inThousands(count, countLetters);

/** FLOPs in four digits and the letters that are usual for them: `5.815G`. */
export const flopsText = (flops: number): string => inThousands(flops, flopLetters);

function inThousands(value: number, letters: readonly string[]): string {
  let scaled = value;
  let power = 0;
  // What four digits would round up to 1000 belongs to the next letter.
  while (Math.abs(scaled) >= 999.95 && power < letters.length - 1) {
    scaled /= 1000;
    power++;
  }
  return power === 0 && Number.isInteger(value) ? String(value) : `${scaled.toPrecision(4)}${letters[power]}`;
}

/** All digits in groups of three. */
export const fullCount = (count: number | bigint): string => count.toLocaleString("en-US");

/** A score in five digits. */
export const scoreText = (score: number): string => {
  if (Number.isInteger(score) && Math.abs(score) < 1e6) return String(score);
  return Math.abs(score) >= 1e6 ? shortCount(score) : score.toPrecision(5);
};

/**
 * A correlation as papers print it: three digits and no zero before the point.
 *
 * @example
 * correlationText(0.8902); // ".890"
 */
export function correlationText(value: number | undefined): string {
  return value === undefined ? "n/a" : value.toFixed(3).replace(/^(-?)0\./, "$1.");
}

/** An interval of correlations. */
export function intervalText(interval: readonly [number, number] | undefined): string {
  return interval === undefined ? "n/a" : `${correlationText(interval[0])}–${correlationText(interval[1])}`;
}

/** Seconds in two digits. */
export const secondsText = (seconds: number): string =>
  `${seconds < 10 ? seconds.toPrecision(2) : seconds.toFixed(0)} s`;

/** Bytes in binary units. */
export function bytesText(bytes: number): string {
  const names = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = bytes < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toPrecision(4)} ${names[power]}`;
}
