import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WorkError } from "../../src/errors.js";
import { proxies } from "../../src/proxy/proxies.js";
import { rangeOf, within } from "../../src/search/budget.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import type { Budget, SearchResult } from "../../src/search/search.js";
import { architectureAt, enumerate } from "../../src/space/space.js";
import { arbitrarySpace } from "../../testing/arbitrary-space.js";
import { quantities } from "../../testing/brute-force.js";
import { tinySpace } from "../space/tiny-space.js";

type Limits = Omit<Budget, "quantity">;

const budget = (name: keyof typeof quantities, limits: Limits): Budget => ({
  quantity: quantities[name],
  ...limits,
});

/** All there is to find in the tiny space. */
const search = (...budgets: Budget[]): Promise<SearchResult> =>
  exhaustive.search({
    space: tinySpace(),
    scorer: proxies.zerolm.scorer({}),
    budgets,
    top: 1,
    cost: quantities.parameters,
    pareto: false,
  });

describe("within", () => {
  it("includes both ends; an end that is not given is open", () => {
    const both = budget("flops", { minimum: 2, maximum: 4 });
    expect([1, 2, 3, 4, 5].map((value) => within(value, both))).toEqual([false, true, true, true, false]);
    expect(within(-1e300, budget("flops", { maximum: 4 }))).toBe(true);
    expect(within(1e300, budget("flops", { minimum: 4, maximum: undefined }))).toBe(true);
  });
});

describe("rangeOf", () => {
  it("is the least and the most that any architecture has", () => {
    fc.assert(
      fc.property(
        arbitrarySpace,
        fc.constantFrom(...Object.values(quantities)),
        (space, { name, additive, measure }) => {
          const values = [...enumerate(space)].map((genotype) => measure(architectureAt(space, genotype)));
          const range = { minimum: Math.min(...values), maximum: Math.max(...values) };
          expect(rangeOf({ name, additive }, space)).toEqual(range);
          expect(rangeOf({ name, measure }, space)).toEqual(range);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a budget that nothing meets", () => {
  const range = rangeOf(quantities.parameters, tinySpace());
  const words = (count: number): string => count.toLocaleString("en-US");

  it("is an error that says what the smallest architecture has", async () => {
    const tooSmall = budget("parameters", { maximum: range.minimum - 1 });
    await expect(search(tooSmall)).rejects.toThrow(WorkError);
    await expect(search(tooSmall)).rejects.toThrow(
      `no architecture of tiny fits: the smallest has ${words(range.minimum)} parameters. Raise the maximum to that.`,
    );
  });

  it("is an error that says what the largest architecture has", async () => {
    await expect(search(budget("parameters", { minimum: range.maximum + 1 }))).rejects.toThrow(
      `the largest has ${words(range.maximum)} parameters. Lower the minimum to that.`,
    );
  });

  it("is an error that names all budgets where only together they exclude everything", async () => {
    const small = budget("parameters", { maximum: range.minimum });
    const heavy = budget("flops", { minimum: rangeOf(quantities.flops, tinySpace()).maximum });
    await expect(search(small, heavy)).rejects.toThrow(
      "no architecture of tiny meets the budgets on parameters and FLOPs at once, though each alone can be met. To find one, widen a budget.",
    );
    await expect(
      search(budget("parameters", { minimum: range.minimum + 1, maximum: range.minimum + 2 })),
    ).rejects.toThrow("no architecture of tiny lies within the budget on parameters. To find one, widen it.");
  });

  it("is met at its very ends", async () => {
    const { minimum, maximum } = range;
    const [least] = (await search(budget("parameters", { maximum: minimum }))).best;
    const [most] = (await search(budget("parameters", { minimum: maximum }))).best;
    expect([least?.cost, most?.cost]).toEqual([minimum, maximum]);
  });
});
