import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { firstChoiceRegret } from "../../src/statistics/first-choice.js";
import { expectClose } from "./expect-close.js";

const small = fc.integer({ min: -3, max: 3 });
const network = fc.record({
  score: small,
  quality: small,
  size: fc.integer({ min: 1, max: 6 }),
  key: fc.constantFrom("a", "b", "c"),
});
type Network = typeof network extends fc.Arbitrary<infer One> ? One : never;

const list = fc.array(network, { maxLength: 30 });
const budgetList = fc.option(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 6 }), { nil: undefined });

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Straight from the definition. */
function brute(networks: readonly Network[], budgets: readonly number[] | undefined) {
  const regrets = [...new Set(networks.map(({ key }) => key))].flatMap((key) => {
    const group = networks.filter((one) => one.key === key);
    const centre = mean(group.map(({ quality }) => quality));
    const deviation = Math.sqrt(mean(group.map(({ quality }) => (quality - centre) ** 2)));
    if (new Set(group.map(({ quality }) => quality)).size < 2) return [];
    const asked = budgets ?? [...new Set(group.map(({ size }) => size))];
    const found = asked.flatMap((budget) => {
      const affordable = group.filter(({ size }) => size <= budget);
      if (affordable.length < 2) return [];
      const best = Math.max(...affordable.map(({ quality }) => quality));
      const highest = Math.max(...affordable.map(({ score }) => score));
      const first = affordable.filter(({ score }) => score === highest).map(({ quality }) => quality);
      return [(best - mean(first)) / deviation];
    });
    return found.length === 0 ? [] : [found];
  });
  return {
    regret: regrets.length === 0 ? undefined : mean(regrets.map(mean)),
    groups: regrets.length,
    budgets: regrets.flat().length,
  };
}

const columns = (networks: readonly Network[]) =>
  [
    networks.map(({ score }) => score),
    networks.map(({ quality }) => quality),
    networks.map(({ size }) => size),
  ] as const;

describe("firstChoiceRegret", () => {
  it("agrees with the definition", () => {
    fc.assert(
      fc.property(list, budgetList, (networks, budgets) => {
        const within = networks.map(({ key }) => key);
        const found = firstChoiceRegret(...columns(networks), { within, budgets });
        const expected = brute(networks, budgets);
        expectClose(found.regret, expected.regret);
        expect(found).toMatchObject({ groups: expected.groups, budgets: expected.budgets });
      }),
    );
  });

  it("does not depend on the unit of quality, nor on the order of networks or budgets", () => {
    fc.assert(
      fc.property(list, budgetList, (networks, budgets) => {
        const [scores, quality, sizes] = columns(networks);
        const { regret } = firstChoiceRegret(scores, quality, sizes, { budgets });
        const other = quality.map((value) => 8 * value + 64);
        expectClose(firstChoiceRegret(scores, other, sizes, { budgets }).regret, regret);
        const backwards = columns(networks.toReversed());
        expectClose(firstChoiceRegret(...backwards, { budgets: budgets?.toReversed() }).regret, regret);
      }),
    );
  });

  it("is 0 for quality itself, and its own example", () => {
    fc.assert(
      fc.property(list, (networks) => {
        const [, quality, sizes] = columns(networks);
        expect(firstChoiceRegret(quality, quality, sizes).regret ?? 0).toBe(0);
      }),
    );
    const { regret, groups, budgets } = firstChoiceRegret([1, 3, 2], [70, 75, 80], [10, 20, 30]);
    expectClose(regret, 5 / Math.sqrt(50 / 3) / 2);
    expect([groups, budgets]).toEqual([1, 2]);
    expect(regret).toBeCloseTo(0.61, 2);
  });

  it("is not defined without a choice", () => {
    const none = { regret: undefined, groups: 0, budgets: 0 };
    expect(firstChoiceRegret([], [], [])).toEqual(none);
    expect(firstChoiceRegret([1], [1], [1])).toEqual(none);
    expect(firstChoiceRegret([1, 2], [5, 5], [1, 1])).toEqual(none);
    expect(firstChoiceRegret([1, 2], [1, 2], [1, 2], { budgets: [1.5] })).toEqual(none);
  });

  it("names the fault and its index", () => {
    expect(() => firstChoiceRegret([1, 2], [1, 2], [1])).toThrow(UsageError);
    expect(() => firstChoiceRegret([1, 2], [1, 2], [1])).toThrow(/sizes\[1\] is missing/);
    expect(() => firstChoiceRegret([1, 2], [1, 2], [1, Number.NaN])).toThrow(/sizes\[1\] is NaN/);
    expect(() => firstChoiceRegret([1, 2], [1, 2], [1, 2], { budgets: [Number.NaN] })).toThrow(
      /budgets\[0\] is NaN/,
    );
    expect(() => firstChoiceRegret([1, 2], [1, 2], [1, 2], { within: ["a"] })).toThrow(
      /within\[1\] is missing/,
    );
  });
});
