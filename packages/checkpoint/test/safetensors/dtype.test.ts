import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DtypeName, dtypes } from "../../src/safetensors/dtype.js";

const names = Object.keys(dtypes) as DtypeName[];
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

describe.each(names)("dtype %s", (name) => {
  const { bytes, decode, encode, float } = dtypes[name];

  it("encodes what it has decoded to the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: bytes, maxLength: 8 * bytes }), (raw) => {
        const whole = raw.subarray(0, raw.length - (raw.length % bytes));
        const values = decode(whole);
        const exact = name !== "I64" && name !== "U64" ? true : values.every(Number.isSafeInteger);
        // One NaN may become another.
        if (exact && !values.some(Number.isNaN)) expect(encode(values)).toEqual(whole);
        expect(decode(encode(values))).toEqual(values);
      }),
    );
  });

  it("reads a slice of a larger array at any offset", () => {
    const larger = Uint8Array.from({ length: 4 * bytes + 1 }, (_, index) => index + 1);
    expect(decode(larger.subarray(1))).toEqual(decode(larger.slice(1)));
  });

  it("gives numbers nearest to those asked for", () => {
    if (!float) return;
    const values = decode(encode([1, -0.5, 0, 300]));
    expect([...values]).toEqual([1, -0.5, 0, name === "F8_E4M3" ? 288 : name === "F8_E5M2" ? 320 : 300]);
  });
});

describe("rounding", () => {
  it("of BF16 is to nearest, ties to even", () => {
    const { encode, decode } = dtypes.BF16;
    const step = 2 ** -7;
    expect([
      ...decode(encode([1 + 0.5 * step, 1 + 1.5 * step, 1 + 0.51 * step, 3.39e38, -3.39e38, 1e39])),
    ]).toEqual([1, 1 + 2 * step, 1 + step, 3.3895313892515355e38, -3.3895313892515355e38, Infinity]);
    expect(decode(encode([Number.NaN]))[0]).toBeNaN();
  });

  // Values of torch 2.x: tensor.to(torch.float8_e4m3fn), tensor.to(torch.float8_e5m2).
  it.each([
    ["F8_E4M3", 464, 0x7e],
    ["F8_E4M3", 465, 0x7f],
    ["F8_E4M3", -448, 0xfe],
    ["F8_E4M3", 2 ** -9, 0x01],
    ["F8_E4M3", 2 ** -10, 0x00],
    ["F8_E4M3", 3 * 2 ** -10, 0x02],
    ["F8_E5M2", 57344, 0x7b],
    ["F8_E5M2", 61440, 0x7c],
    ["F8_E5M2", 61439, 0x7b],
    ["F8_E5M2", 2 ** -16, 0x01],
    ["F8_E5M2", -0, 0x80],
  ] as const)("of %s: %d is %d", (name, value, pattern) => {
    expect(dtypes[name].encode([value])).toEqual(bytesOf(pattern));
  });

  it("of F16 keeps subnormal numbers and infinity", () => {
    const { decode } = dtypes.F16;
    expect([...decode(bytesOf(0x01, 0x00, 0x00, 0x7c, 0xff, 0x7b))]).toEqual([2 ** -24, Infinity, 65504]);
  });
});
