import { describe, expect, it } from "vitest";
import { proxies } from "../../src/proxy/proxies.js";
import { knownModels } from "../../src/reference/known-models.js";
import { SizeCurve } from "../../src/search/advice/size-curve.js";
import { quantityOf } from "../../src/search/budget.js";
import { exact } from "../../src/search/exact/exact.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { architectureAt, enumerate } from "../../src/space/space.js";

const cost = budgetQuantities.parameters();
const scorer = proxies.shape.scorer();

describe.each(["smollm2-135m", "mobilellm-125m"])("llama-small at the size and vocabulary of %s", (name) => {
  const architecture = knownModels().find((model) => model.name === name)!.architecture!;
  const { vocabulary } = architecture.embedding;
  const budget = { quantity: cost, maximum: quantityOf(cost, architecture) };
  const score = scorer.score(architecture).value;
  const search = async (set: Readonly<Record<string, number>>) => {
    const space = builtinSpace("llama-small", { set });
    const request = { space, scorer, budgets: [budget], top: 1, cost, pareto: false };
    const { best } = await exact.search(request);
    const curve = new SizeCurve(exact, request, budget);
    return { best: best[0]!, equivalent: await curve.equivalentSize(score) };
  };

  it.each([
    ["at its FFN ratio and grouping", { vocabulary, ratio: 2.67, group: 3 }],
    ["left free", { vocabulary }],
  ])("answers a network worth less than 1 %% of size more, %s", async (_title, set) => {
    const { best, equivalent } = await search(set);
    expect(best.score).toBeGreaterThanOrEqual(score);
    expect(equivalent).toBeLessThan(1);
  });

  it("holds the network itself", () => {
    const space = builtinSpace("llama-small", { set: { vocabulary, hidden: 576, depth: 30, headWidth: 64 } });
    const scores = [...enumerate(space)].map(
      (genotype) => scorer.score(architectureAt(space, genotype)).value,
    );
    expect(scores).toContain(score);
  });
});
