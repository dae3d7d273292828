import { InvalidArgumentError } from "commander";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBytes, parseCount, wholeNumber } from "../../src/options/count.js";

const units = { "": 0, k: 3, K: 3, m: 6, M: 6, b: 9, B: 9, g: 9, G: 9, t: 12, T: 12 } as const;

/** The exact value of `WHOLE.FRACTION e EXPONENT UNIT` in whole numbers, or undefined where it is none. */
function exact(whole: string, fraction: string, exponent: number): bigint | undefined {
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > exponent) return undefined;
  return BigInt(whole + digits) * 10n ** BigInt(exponent - digits.length);
}

const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
const digits = fc.stringMatching(/^\d{1,20}$/);
const fraction = fc.stringMatching(/^\d{0,20}$/);

describe("parseCount", () => {
  it.each([
    ["0", 0],
    ["12345", 12_345],
    ["30M", 30_000_000],
    ["5.7B", 5_700_000_000],
    ["8g", 8_000_000_000],
    ["1e9", 1_000_000_000],
    ["1.5e+3", 1500],
    ["2.5e2k", 250_000],
    ["12_000", 12_000],
    ["1,234,567", 1_234_567],
    [" 7 k ", 7000],
    ["1.50", undefined],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
    ["9007199254740992", undefined],
    ["9007199254740993", undefined],
    ["1.0000000000000000001", undefined],
    ["1e99", undefined],
    ["1e100", undefined],
    ["-5", undefined],
    ["", undefined],
    ["k", undefined],
    [".5M", undefined],
    ["5.M", undefined],
    ["1_00", undefined],
    ["1__000", undefined],
    ["10MB", undefined],
    ["0x10", undefined],
    ["Infinity", undefined],
    ["１２", undefined],
  ])("%j is %j", (text, value) => {
    if (value === undefined) expect(() => parseCount(text)).toThrow(InvalidArgumentError);
    else expect(parseCount(text)).toBe(value);
  });

  it("reads every whole number back that a double holds exactly", () => {
    fc.assert(fc.property(fc.maxSafeNat(), (count) => parseCount(String(count)) === count));
    fc.assert(fc.property(fc.maxSafeNat(), (count) => parseCount(count.toLocaleString("en-US")) === count));
  });

  it("gives the exact value of decimals, exponents and units, or nothing", () => {
    fc.assert(
      fc.property(digits, fraction, fc.option(fc.nat(30)), unit, (whole, part, exponent, letter) => {
        const point = part === "" ? "" : `.${part}`;
        const text = `${whole}${point}${exponent === null ? "" : `e${exponent}`}${letter}`;
        const value = exact(whole, part, (exponent ?? 0) + units[letter]);
        if (value !== undefined && value <= BigInt(Number.MAX_SAFE_INTEGER))
          expect(BigInt(parseCount(text))).toBe(value);
        else expect(() => parseCount(text)).toThrow(InvalidArgumentError);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives a whole number from 0, or says what to give, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,_ekmbgt+ -]{0,12}$/)), (text) => {
        try {
          const count = parseCount(text);
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
          expect((error as InvalidArgumentError).message).toMatch(/^Give a /);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("wholeNumber", () => {
  it("takes both ends and nothing beyond", () => {
    const few = wholeNumber(2, 10_000);
    expect([few("2"), few("10k")]).toEqual([2, 10_000]);
    for (const text of ["1", "10001"])
      expect(() => few(text)).toThrow("Give a whole number from 2 to 10000.");
  });

  it("has no upper end where none is given", () => {
    expect(wholeNumber(1)("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => wholeNumber(1)("0")).toThrow("Give a whole number from 1 upwards.");
  });
});

describe("parseBytes", () => {
  it.each([
    ["20000", 20_000],
    ["20KB", 20_000],
    ["20 kB", 20_000],
    ["60MB", 60_000_000],
    ["4GiB", 4 * 2 ** 30],
    ["1.5KiB", 1536],
    ["512B", 512],
    ["1.5", undefined],
    ["-1KiB", undefined],
    ["4GiBs", undefined],
    ["GiB", undefined],
    ["1e30KiB", undefined],
  ])("%j is %s", (text, bytes) => {
    if (bytes === undefined) expect(() => parseBytes(text)).toThrow(InvalidArgumentError);
    else expect(parseBytes(text)).toBe(bytes);
  });
});
