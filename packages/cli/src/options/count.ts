import { InvalidArgumentError } from "@commander-js/extra-typings";

const powers: Readonly<Record<string, number>> = { k: 3, m: 6, b: 9, g: 9, t: 12 };

/**
 * A count as people write it: `12345`, `30M`, `5.7B`, `8G`, `1e9`, `12_000`.
 *
 * @throws {InvalidArgumentError} for anything else, and for counts below 0 or that are no whole number
 * @example
 * parseCount("5.7B"); // 5700000000
 */
export function parseCount(text: string): number {
  const parts = partsOf(text);
  if (!parts)
    throw new InvalidArgumentError("Give a number from 0 upwards, such as 12345, 30M, 5.7B or 1e9.");
  const [, digits = "", exponent = "0", unit = ""] = parts;
  const power = Number(exponent) + (powers[unit.toLowerCase()] ?? 0);
  const decimals = /\.(\d*?)0*$/.exec(digits)?.[1]?.length ?? 0;
  if (decimals > power) throw new InvalidArgumentError("Give a whole number.");
  const value = Number(`${digits.replaceAll(/[_,]/g, "")}e${power}`);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("Give a number below 2⁵³.");
  return value;
}

const partsOf = (text: string) =>
  /^(\d+(?:[_,]\d{3})*(?:\.\d+)?)(?:e\+?(\d{1,2}))?\s*([kmbgt]?)$/i.exec(text.trim());

/** A whole number from `minimum` to `maximum`, for an option. */
export const wholeNumber =
  (minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = partsOf(text) ? parseCount(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    const range = maximum === Number.MAX_SAFE_INTEGER ? `${minimum} upwards` : `${minimum} to ${maximum}`;
    throw new InvalidArgumentError(`Give a whole number from ${range}.`);
  };

const byteUnits: Readonly<Record<string, number>> = {
  "": 1,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
};

/**
 * A number of bytes as people write it: `20000`, `20KB`, `60MB`, `4GiB`.
 *
 * @throws {InvalidArgumentError} for anything else
 * @example
 * parseBytes("4GiB"); // 4294967296
 */
export function parseBytes(text: string): number {
  const [, digits = "", binary] = /^(.*?)\s*(?:([kmgt]i)?b)?$/i.exec(text.trim()) ?? [];
  if (binary === undefined) return parseCount(digits);
  const bytes = Number(digits) * (byteUnits[binary.toLowerCase()] as number);
  if (/^\d+(\.\d+)?$/.test(digits) && Number.isSafeInteger(Math.round(bytes))) return Math.round(bytes);
  throw new InvalidArgumentError("Give a size such as 20KB, 60MB or 4GiB.");
}

const timeUnits: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1e3, s: 1e6 };

/**
 * A time as people write it, in whole microseconds: `20ms`, `1.5s`, `300us`.
 *
 * @throws {InvalidArgumentError} for anything else, and for a number without its unit
 * @example
 * parseLatency("20ms"); // 20000
 */
export function parseLatency(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-zµ]+)$/i.exec(text.trim()) ?? [];
  const microseconds = Math.round(Number(digits) * (timeUnits[unit.toLowerCase()] ?? Number.NaN));
  if (digits !== "" && Number.isSafeInteger(microseconds)) return microseconds;
  throw new InvalidArgumentError("Give a time with its unit, such as 20ms, 1.5s or 300us.");
}
