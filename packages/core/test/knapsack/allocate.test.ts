import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocateWithin, type Choice } from "../../src/knapsack/allocate.js";
import { Random } from "../../src/random/random.js";
import { realChoice, wholeChoice } from "./brute-force.js";

/** The largest value by trying everything. */
function bruteForce(groups: readonly (readonly Choice[])[], budget: number): number {
  const [first, ...rest] = groups;
  if (!first) return 0;
  const values = first
    .filter(({ size }) => size <= budget)
    .map(({ size, value }) => value + bruteForce(rest, budget - size));
  return Math.max(Number.NEGATIVE_INFINITY, ...values);
}

/** Up to five groups, each a list of its own. */
const ownGroupsOf = (one: fc.Arbitrary<Choice>) =>
  fc.array(fc.array(one, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });

describe("allocateWithin one budget", () => {
  it.each([
    ["whole numbers", wholeChoice],
    ["real numbers", realChoice],
  ])("finds what trying everything finds: %s", async (_what, one) => {
    await fc.assert(
      fc.asyncProperty(ownGroupsOf(one), fc.integer({ min: 0, max: 100 }), async (groups, budget) => {
        const best = bruteForce(groups, budget);
        if (best === Number.NEGATIVE_INFINITY) {
          expect(await allocateWithin(groups, { limits: [budget], solver: undefined })).toBeUndefined();
          return;
        }
        const { chosen, size, value, optimal } = (await allocateWithin(groups, {
          limits: [budget],
          solver: undefined,
        }))!;
        expect(optimal).toBe(true);
        expect(value).toBeCloseTo(best, 9);
        expect(size).toBeLessThanOrEqual(budget);
        const choices = groups.map((group, index) => group[chosen[index]!]!);
        expect(choices.reduce((sum, { size }) => sum + size, 0)).toBe(size);
      }),
      { numRuns: 1000 },
    );
  });

  it("allocates hundreds of choices in a few dozen groups, and knows when it cannot prove that nothing is better", async () => {
    const noise = (index: number): number => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
    const groups = Array.from({ length: 40 }, (_, group) =>
      Array.from({ length: 300 }, (_, index) => ({
        size: 48 * (index + 1),
        value: Math.sqrt(index) * (1 + noise(group)) + noise(group * 300 + index),
      })),
    );
    const { size, loss, optimal } = (await allocateWithin(groups, { limits: [200_000], solver: undefined }))!;
    expect(size).toBeLessThanOrEqual(200_000);
    expect(optimal || loss < 1e-3).toBe(true);
  });

  // Values equal sizes, so that every solution that fills the budget is best: which one it is may not change.
  it.each([
    [[9, 12, 16, 9], 160, [2, 1, 3, 4]],
    [[9, 12, 16, 9, 25], 187, [4, 4, 2, 0, 0]],
    [[9, 15, 25, 9, 15], 211, [3, 1, 0, 4, 4]],
  ])("takes the same one of equal solutions: multiples of %j within %i", async (units, limit, chosen) => {
    const groups = units.map((unit) =>
      [1, 2, 3, 4, 5].map((times) => ({ size: times * unit, value: times * unit })),
    );
    const found = await allocateWithin(groups, { limits: [limit], solver: undefined });
    expect(found).toEqual({ chosen, size: limit, value: limit, optimal: true, loss: 0 });
  });

  it("gives up where every sum is a size of its own and worth much the same, and says by how much others may be better", async () => {
    const random = new Random(11);
    const groups = Array.from({ length: 20 }, () =>
      Array.from({ length: 10 }, () => {
        const share = random.uniform();
        return { size: Math.floor(share * 2 ** 40), value: share * (1 + 1e-6 * random.uniform()) };
      }),
    );
    const { optimal, size, value, loss } = (await allocateWithin(groups, {
      limits: [10 * 2 ** 40],
      solver: undefined,
    }))!;
    expect(optimal).toBe(false);
    expect(size).toBeLessThanOrEqual(10 * 2 ** 40);
    expect(value).toBeGreaterThan(9.999);
    expect(loss).toBeGreaterThan(0);
    expect(loss).toBeLessThan(1e-3);
  });
});
