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

/** All digits in groups of three. The formatter of the engine would take longer to load than most commands to count. */
export const fullCount = (count: number | bigint): string =>
  String(Number.isInteger(count) ? BigInt(count) : count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");

/** A count and what is counted: `1 architecture`, `1,000 architectures`. */
export const counted = (count: number | bigint, what: string): string =>
  `${fullCount(count)} ${what}${BigInt(count) === 1n ? "" : "s"}`;

/** Bytes in binary units. */
export function bytesText(bytes: number): string {
  const names = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = bytes < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toPrecision(4)} ${names[power]}`;
}
