import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bytesText,
  correlationText,
  counted,
  flopsText,
  fullCount,
  intervalText,
  scoreText,
  secondsText,
  shortCount,
} from "../src/words/numbers.js";

const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, B: 1e9, G: 1e9, T: 1e12, P: 1e15 };
const valueOf = (text: string): number => Number.parseFloat(text) * (factors[text.at(-1) as string] ?? 1);

describe("shortCount and flopsText", () => {
  it.each([
    [0, "0", "0"],
    [7, "7", "7"],
    [999, "999", "999"],
    [1000, "1.000k", "1.000k"],
    [15_437_844, "15.44M", "15.44M"],
    [999_949, "999.9k", "999.9k"],
    [999_950, "1.000M", "1.000M"],
    [6_738_415_616, "6.738B", "6.738G"],
    [1e15, "1.000P", "1.000P"],
  ])("%d is %s and %s", (count, short, flops) => {
    expect([shortCount(count), flopsText(count)]).toEqual([short, flops]);
  });

  it("round to four digits, in at most seven columns", () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_949_999 }), fc.nat(6), (count, power) => {
        const value = count * 10 ** power;
        const text = shortCount(value);
        expect(text.length).toBeLessThanOrEqual(7);
        expect(Math.abs(valueOf(text) - value)).toBeLessThanOrEqual(value * 0.00051);
      }),
    );
  });

  it("keep the order of counts", () => {
    const count = fc.nat({ max: 2 ** 40 });
    fc.assert(
      fc.property(count, count, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(valueOf(flopsText(less))).toBeLessThanOrEqual(valueOf(flopsText(more)));
      }),
    );
  });
});

describe("scoreText", () => {
  it.each([
    [0, "0"],
    [12, "12"],
    [-3, "-3"],
    [4.8128, "4.8128"],
    [0.3072, "0.30720"],
    [-0.04, "-0.040000"],
    [12345.678, "12346"],
    [99_999.4, "99999"],
    [123_456.7, "123457"],
    [999_999.4, "999999"],
    [999_999.7, "1.000M"],
    [-1_234_567, "-1.235M"],
    [1.095e6, "1.095M"],
  ])("%d is %s", (score, text) => {
    expect(scoreText(score)).toBe(text);
  });

  it("writes no exponent for scores of architectures", () => {
    const score = fc.double({ min: 1e-6, max: 1e15, noNaN: true });
    fc.assert(fc.property(score, (value) => !scoreText(value).includes("e")));
  });
});

describe("other numbers", () => {
  it("writes correlations as papers do", () => {
    const values = [0.8902, 1, -1, 0, -0.00001, -0.5, 0.9999, undefined];
    const texts = [".890", "1.000", "-1.000", ".000", ".000", "-.500", "1.000", "n/a"];
    expect(values.map(correlationText)).toEqual(texts);
    expect(intervalText([-0.1, 0.25])).toBe("-.100–.250");
    expect(intervalText(undefined)).toBe("n/a");
  });

  it("counts things, one or many", () => {
    expect([0, 1, 1n, 2, 1000n].map((count) => counted(count, "layer"))).toEqual([
      "0 layers",
      "1 layer",
      "1 layer",
      "2 layers",
      "1,000 layers",
    ]);
    expect(fullCount(10n ** 20n)).toBe("100,000,000,000,000,000,000");
  });

  it("writes seconds and bytes", () => {
    expect([0.1234, 9.96, 12.3, 100].map(secondsText)).toEqual(["0.12 s", "10 s", "12 s", "100 s"]);
    const bytes = [0, 0.5, 1, 1023, 1024, 1536, 437_928_960, 2 ** 34, 2 ** 60];
    expect(bytes.map(bytesText)).toEqual([
      "0 B",
      "0.5 B",
      "1 B",
      "1023 B",
      "1.000 KiB",
      "1.500 KiB",
      "417.6 MiB",
      "16.00 GiB",
      "1024 PiB",
    ]);
  });
});
