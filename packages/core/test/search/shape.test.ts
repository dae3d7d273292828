import { describe, expect, it } from "vitest";
import { proxies } from "../../src/proxy/proxies.js";
import { exact } from "../../src/search/exact/exact.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { architectureAt } from "../../src/space/space.js";
import { expectProofs } from "./shape.js";

describe("shape", () => {
  it("is proven best by exhaustive, exact and milp in random small spaces", () => expectProofs(40));

  it("has one score to the bit by the search's sum and by itself", async () => {
    const space = builtinSpace("lts-gpt2");
    const cost = budgetQuantities.parameters();
    const scorer = proxies.shape.scorer();
    const request = {
      space,
      scorer,
      budgets: [{ quantity: cost, maximum: 60e6 }],
      top: 3,
      cost,
      pareto: false,
    };
    const { best, optimal } = await exact.search(request);
    expect(optimal).toBe(true);
    for (const { genotype, score } of best)
      expect(scorer.score(architectureAt(space, genotype)).value).toBe(score);
  });
});
