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

/** A count and what is counted: `1 architecture`, `1,000 architectures`. */
export const counted = (count: number | bigint, what: string): string =>
  `${fullCount(count)} ${what}${BigInt(count) === 1n ? "" : "s"}`;

/** A score in five digits; in six where it has six before the point. */
export const scoreText = (score: number): string => {
  const size = Math.abs(score);
  if (size >= 999_999.5) return shortCount(score);
  if (Number.isInteger(score) || size >= 99_999.5) return score.toFixed(0);
  return score.toPrecision(5);
};

/**
 * A correlation as papers print it: three digits and no zero before the point.
 *
 * @example
 * correlationText(0.8902); // ".890"
 */
export function correlationText(value: number | undefined): string {
  // What rounds to zero has no sign.
  return value === undefined
    ? "n/a"
    : value
        .toFixed(3)
        .replace(/^-(?=0\.000)/, "")
        .replace(/^(-?)0\./, "$1.");
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

/**
 * A count of any size: all digits up to a million million, beyond that three digits and a power of ten.
 *
 * @example
 * roundedCount(10n ** 24n); // "1.00e24"
 */
export function roundedCount(count: bigint): string {
  if (count < 10n ** 12n) return fullCount(count);
  const digits = String(count);
  return `${digits[0]}.${digits.slice(1, 3)}e${digits.length - 1}`;
}
