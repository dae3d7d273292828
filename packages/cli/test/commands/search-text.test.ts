import {
  budgetQuantities,
  builtinSpace,
  parseOptions,
  proxies,
  type SearchResult,
  searchMethods,
} from "@zerolm/core";
import { expect, it } from "vitest";
import { textOf } from "../../src/commands/search/search-text.js";
import type { LoadedProxy } from "../../src/options/load-proxy.js";
import { aboutOf } from "../../src/output/proxy.js";

/** What is said of a search of `bert-small`, after its result was changed. */
async function said(changed: Partial<SearchResult>, minimize = false): Promise<string> {
  const request = {
    space: builtinSpace("bert-small-wide"),
    scorer: proxies.nsc.scorer(),
    minimize,
    budgets: [{ quantity: budgetQuantities.parameters(), maximum: 30e6 }],
    top: 1,
    cost: budgetQuantities.parameters(),
    pareto: true,
  };
  const found = await searchMethods.exact.search(request);
  const result = { ...found, ...changed };
  const loaded: LoadedProxy = { reference: { kind: "built-in", name: "nsc" }, proxy: proxies.nsc };
  const about = aboutOf(loaded, parseOptions(proxies.nsc, {}), undefined);
  const outcome = { request, result, about, seconds: 1 };
  return textOf(outcome, { proxy: "nsc", top: 1, method: "exact", seed: 0 });
}

it("says of a search that was cut short how much better others may be", async () => {
  const proven = await said({});
  expect(proven).toMatch(/^Proven: no architecture within the budget scores higher\.$/m);
  expect(proven).toMatch(/^Pareto front, score against parameters: /m);
  const [, score = ""] = /^1 +([\d.]+) /m.exec(proven) ?? [];
  const cut = await said({ optimal: false, bound: Number(score) * 1.02, whole: false });
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
