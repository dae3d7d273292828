import { run } from "@zerolm/tasks";
import { plainText, type SearchOutcome, views } from "@zerolm/view";
import { expect, it } from "vitest";

/** What is said of a search of `bert-small`, after its outcome was changed. */
async function said(changed: Partial<SearchOutcome>, minimize = false): Promise<string> {
  const found = await run("search", {
    space: "bert-small",
    proxy: "nsc",
    minimize,
    budgets: { parameters: { maximum: 30e6 } },
    top: 1,
    pareto: true,
    method: "exact",
  });
  return plainText(views.search({ ...found, ...changed }));
}

it("says of a search that was cut short how much better others may be", async () => {
  const proven = await said({});
  expect(proven).toMatch(/^Proven: no architecture within the budget scores higher\.$/m);
  expect(proven).toMatch(/^Pareto front, score against parameters: /m);
  const [, score = ""] = /^1 +([\d.]+) /m.exec(proven) ?? [];
  const cut = await said({ optimal: false, bound: Number(score) * 1.02, paretoWhole: false });
  expect(cut).toMatch(/^Not proven: others within the budget may score higher, by at most 2\.\d %\.$/m);
  expect(cut).toMatch(/^Pareto front, cut short, score against parameters: /m);
});

it("speaks of lower scores where the least is looked for", async () => {
  const least = await said({}, true);
  expect(least).toMatch(/^by nsc, .*, lowest first$/m);
  expect(least).toMatch(/^Proven: no architecture within the budget scores lower\.$/m);
  expect(await said({ optimal: false }, true)).toMatch(
    /^Not proven: .* may score lower, by at most 0\.0 %\.$/m,
  );
});
