import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { countsOf, expectDistribution, expectMean } from "../../testing/statistics.js";
import golden from "../golden/xoshiro.json" with { type: "json" };

const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe.each(golden.cases)(
  "seed $seed, against xoshiro128** in Python",
  ({ seed, bits, uniform, belowBig }) => {
    it("gives the same bits, reals and big integers", () => {
      const [forBits, forReals, forBig] = times(3, () => new Random(seed)) as [Random, Random, Random];
      expect(times(bits.length, () => forBits.bits())).toEqual(bits);
      expect(times(uniform.length, () => forReals.uniform())).toEqual(uniform);
      expect(times(belowBig.length, () => String(forBig.belowBig(10n ** 20n)))).toEqual(belowBig);
    });
  },
);

describe("a seed", () => {
  it("counts by its low 32 bits", () => {
    expect(new Random(2 ** 32 + 7).bits()).toBe(new Random(7).bits());
    expect(new Random(-1).bits()).toBe(new Random(2 ** 32 - 1).bits());
  });

  it("starts a series of its own", () => {
    const firsts = Array.from({ length: 10_000 }, (_, seed) => new Random(seed).bits());
    expect(new Set(firsts).size).toBeGreaterThan(9_990);
    expectDistribution(
      countsOf(
        firsts.map((bits) => bits >>> 24),
        256,
      ),
    );
  });
});

describe("uniform", () => {
  it("has the moments of a uniform number in [0, 1)", () => {
    const random = new Random(1);
    const drawn = times(50_000, () => random.uniform());
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    expectMean(drawn, 1 / 2);
    expectMean(
      drawn.map((value) => value ** 2),
      1 / 3,
    );
    expectMean(
      drawn.slice(1).map((value, index) => value * (drawn[index] as number)),
      1 / 4,
    );
  });
});

describe("below", () => {
  it.each([1, 2, 3, 6, 7, 48, 100, 1000])("draws every number below %i equally often", (bound) => {
    const random = new Random(bound);
    const drawn = times(30_000, () => random.below(bound));
    const counts = countsOf(drawn, bound);
    expect(counts).toHaveLength(bound);
    if (bound > 1) expectDistribution(counts);
  });

  // A remainder or a scaled real would prefer some numbers, by a factor of two at the worst bounds.
  it.each([3 * 2 ** 30, 2 ** 32 - 1, 2 ** 32, 3 * 2 ** 40, 3 * 2 ** 51, 2 ** 53 - 1])(
    "has no bias below %i",
    (bound) => {
      const random = new Random(5);
      const drawn = times(30_000, () => random.below(bound));
      expect(drawn.every((value) => Number.isSafeInteger(value) && value >= 0 && value < bound)).toBe(true);
      expectDistribution(
        countsOf(
          drawn.map((value) => value % 3),
          3,
        ),
      );
      expectDistribution(
        countsOf(
          drawn.map((value) => Math.floor((value / bound) * 16)),
          16,
        ),
      );
    },
  );
});

describe("belowBig", () => {
  it.each([1n, 2n, 3n, 48n, 2n ** 32n, 2n ** 32n + 1n, 10n ** 30n])("stays below %i and is even", (bound) => {
    const random = new Random(9);
    const drawn = times(20_000, () => random.belowBig(bound));
    expect(drawn.every((value) => value >= 0n && value < bound)).toBe(true);
    const cells = Number(bound < 16n ? bound : 16n);
    const counts = countsOf(
      drawn.map((value) => Number((value * BigInt(cells)) / bound)),
      cells,
    );
    const shares = Array.from({ length: cells }, (_, cell) => shareOf(cell, cells, bound));
    if (cells > 1) expectDistribution(counts, shares);
  });
});

/** The share of the numbers below `bound` that fall into one of `cells` equal parts. */
function shareOf(cell: number, cells: number, bound: bigint): number {
  const start = (part: number): bigint => (BigInt(part) * bound + BigInt(cells) - 1n) / BigInt(cells);
  return Number(start(cell + 1) - start(cell)) / Number(bound);
}

describe("normal", () => {
  it("has the moments and tails of a standard normal", () => {
    const random = new Random(3);
    const drawn = times(100_000, () => random.normal());
    expectMean(drawn, 0);
    expectMean(
      drawn.map((value) => value ** 2),
      1,
    );
    expectMean(
      drawn.map((value) => value ** 3),
      0,
    );
    expectMean(
      drawn.map((value) => value ** 4),
      3,
    );
    expectMean(
      drawn.map((value) => Number(Math.abs(value) > 1.959963984540054)),
      0.05,
    );
    expectMean(
      drawn.map((value) => Number(value > 3.090232306167813)),
      0.001,
    );
    expectMean(
      drawn.slice(1).map((value, index) => value * (drawn[index] as number)),
      0,
    );
  });
});

describe("pick and sample", () => {
  it("picks each entry equally often", () => {
    const random = new Random(4);
    expectDistribution(
      countsOf(
        times(20_000, () => random.pick([0, 1, 2, 3, 4])),
        5,
      ),
    );
  });

  it("samples distinct numbers, in every order equally often", () => {
    const random = new Random(6);
    const orders = times(24_000, () => random.sample(3, 4).reduce((sum, digit) => sum * 4 + digit, 0));
    const codes = [...new Set(orders)].sort((one, other) => one - other);
    expect(codes).toHaveLength(24);
    expectDistribution(
      countsOf(
        orders.map((code) => codes.indexOf(code)),
        24,
      ),
    );
  });

  it("samples what was asked for", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(40), fc.nat(40), (seed, one, other) => {
        const [count, size] = [Math.min(one, other), Math.max(one, other)];
        const drawn = new Random(seed).sample(count, size);
        expect(new Set(drawn).size).toBe(count);
        expect(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < size)).toBe(true);
      }),
    );
  });

  it("goes on from a state as the one that it was taken of, through JSON too", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(5), (seed, normals) => {
        const one = new Random(seed);
        times(normals, () => one.normal());
        const other = new Random(seed + 1);
        other.state = JSON.parse(JSON.stringify(one.state));
        const next = (random: Random) => times(5, () => [random.normal(), random.uniform(), random.below(9)]);
        expect(next(other)).toEqual(next(one));
      }),
    );
  });
});
