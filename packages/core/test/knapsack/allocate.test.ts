import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocateWithin, type Choice } from "../../src/knapsack/allocate.js";

/** The largest value by trying everything. */
function bruteForce(groups: readonly (readonly Choice[])[], budget: number): number {
  const [first, ...rest] = groups;
  if (!first) return 0;
  const values = first
    .filter(({ size }) => size <= budget)
    .map(({ size, value }) => value + bruteForce(rest, budget - size));
  return Math.max(Number.NEGATIVE_INFINITY, ...values);
}

const choice = fc.record({ size: fc.integer({ min: 0, max: 12 }), value: fc.integer({ min: -3, max: 20 }) });
const realChoice = fc.record({
  size: fc.integer({ min: 0, max: 40 }),
  value: fc.double({ min: 0, max: 1, noNaN: true }),
});
const groupsOf = (one: fc.Arbitrary<Choice>) =>
  fc.array(fc.array(one, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });

describe("allocate", () => {
  it.each([
    ["whole numbers", choice],
    ["real numbers", realChoice],
  ])("finds what trying everything finds: %s", (_what, one) => {
    fc.assert(
      fc.property(groupsOf(one), fc.integer({ min: 0, max: 100 }), (groups, budget) => {
        const best = bruteForce(groups, budget);
        if (best === Number.NEGATIVE_INFINITY) {
          expect(allocateWithin(groups, { limits: [budget], solver: undefined })).toBeUndefined();
          return;
        }
        const { chosen, size, value, optimal } = allocateWithin(groups, {
          limits: [budget],
          solver: undefined,
        })!;
        expect(optimal).toBe(true);
        expect(value).toBeCloseTo(best, 9);
        expect(size).toBeLessThanOrEqual(budget);
        const choices = groups.map((group, index) => group[chosen[index]!]!);
        expect(choices.reduce((sum, { size }) => sum + size, 0)).toBe(size);
      }),
      { numRuns: 1000 },
    );
  });

  it("allocates hundreds of choices in a few dozen groups, and knows when it cannot prove that nothing is better", () => {
    const noise = (index: number): number => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
    const groups = Array.from({ length: 40 }, (_, group) =>
      Array.from({ length: 300 }, (_, index) => ({
        size: 48 * (index + 1),
        value: Math.sqrt(index) * (1 + noise(group)) + noise(group * 300 + index),
      })),
    );
    const { size, loss, optimal } = allocateWithin(groups, { limits: [200_000], solver: undefined })!;
    expect(size).toBeLessThanOrEqual(200_000);
    expect(optimal || loss < 1e-3).toBe(true);
  });
});
