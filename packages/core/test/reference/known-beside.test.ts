import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { proxies } from "../../src/proxy/proxies.js";
import { equivalentSizeOf } from "../../src/reference/known-beside.js";
import { type KnownModel, knownModels } from "../../src/reference/known-models.js";
import { isJudged } from "../../src/search/advice/ends.js";
import { exact } from "../../src/search/exact/exact.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import type { SearchRequest } from "../../src/search/search.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { withVocabulary } from "../../src/space/with-vocabulary.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";

const scorer = proxies.shape.scorer();
const quantity = budgetQuantities.parameters();
const request = (space: SearchRequest["space"], maximum: number): SearchRequest => ({
  ...{ space, scorer, budgets: [{ quantity, maximum }], top: 1 },
  ...{ cost: quantity, pareto: false },
});
const space = builtinSpace("llama-small");
const model = knownModels().find(({ name }) => name === "smollm2-135m") as KnownModel & {
  readonly architecture: NonNullable<KnownModel["architecture"]>;
};
const size = cost(model.architecture).parameters.total;

describe("a space with another vocabulary", () => {
  it("is the one that its document makes with that constant", async () => {
    const changed = withVocabulary(space, 49_152);
    const compiled = builtinSpace("llama-small", { set: { vocabulary: 49_152 } });
    expect(changed?.macroOptions.map(({ frame }) => frame)).toEqual(
      compiled.macroOptions.map(({ frame }) => frame),
    );
    const [one, two] = [changed as typeof space, compiled].map((each) => exact.search(request(each, size)));
    expect((await one)?.best[0]?.score).toBe((await two)?.best[0]?.score);
  });

  it("changes no term of a layer where a proxy says so", () =>
    fc.assert(
      fc.property(arbitraryArchitecture, fc.integer({ min: 1, max: 300_000 }), (drawn, vocabulary) => {
        const other = { ...drawn, embedding: { ...drawn.embedding, vocabulary } };
        for (const { additive } of [proxies.shape.scorer(), proxies.parameters.scorer()]) {
          expect(additive.layersIgnoreVocabulary).toBe(true);
          for (const layer of drawn.layers)
            expect(additive.layer(layer, other)).toEqual(additive.layer(layer, drawn));
        }
      }),
    ));

  it("is no other for images, which have none", () => {
    expect(withVocabulary(builtinSpace("vit-small"), 1000)).toBeUndefined();
  });
});

describe("the equivalent size of a known model", () => {
  it("is how much less of its size the space needs to score as it does", async () => {
    const score = scorer.score(model.architecture).value;
    const percent = (await equivalentSizeOf(model, score, exact, request(space, 1e9))) ?? Number.NaN;
    expect(percent).toBeLessThan(1);
    const compiled = builtinSpace("llama-small", { set: { vocabulary: 49_152 } });
    const best = async (share: number) =>
      (await exact.search(request(compiled, share * size))).best[0]?.score ?? Number.NaN;
    expect(await best(1 - percent / 100)).toBeLessThanOrEqual(score);
    expect(await best(1 - (percent - 0.1) / 100)).toBeGreaterThan(score);
  });

  it("is missing for a size that the space does not have, and for another kind", async () => {
    const large = knownModels().find(({ name }) => name === "llama-2-7b") as KnownModel;
    expect(await equivalentSizeOf(large, -1, exact, request(space, 1e9))).toBeUndefined();
    expect(
      await equivalentSizeOf(model, -1, exact, request(builtinSpace("bert-small"), 1e9)),
    ).toBeUndefined();
  });
});

describe("isJudged", () => {
  it("is false for a choice of layers that changes neither score nor cost", async () => {
    const asked = request(space, 120e6);
    const [first] = (await exact.search(asked)).best;
    const judged = (choice: string) => isJudged(asked, first!.genotype, { choice, value: 0, end: "least" });
    expect(["ratio", "group", "headWidth", "depth"].map(judged)).toEqual([true, true, false, true]);
  });
});
