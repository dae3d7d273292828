import { describe, expect, it } from "vitest";
import { proxies } from "../../src/proxy/proxies.js";
import { exact } from "../../src/search/exact/exact.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import { milp } from "../../src/search/milp/milp.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import { architectureAt } from "../../src/space/space.js";
import { spaceOf } from "../../testing/arbitrary-space.js";

const heads = { heads: [1, 2, 4, 8, 16] };

const spaceWith = (choices: object, equal: boolean) =>
  spaceOf({
    name: "heads",
    macro: { hidden: [256, 320], depth: [3] },
    ...choices,
    layersEqual: equal,
    architecture: { kind: "decoder", hidden: "hidden", embedding: { vocabulary: 100 } },
    layers: { mixer: { kind: "attention", heads: "heads" }, ffn: { kind: "plain", width: 512 } },
  });

const spaces = {
  "as a layer choice": spaceWith({ layer: heads }, false),
  "as a choice of all layers": spaceWith({ layer: heads }, true),
  "as a macro choice": spaceWith({ macro: { hidden: [256], depth: [3], ...heads } }, false),
};

const cost = budgetQuantities.parameters();
const budgets = [{ quantity: cost, maximum: 2e6 }];
const widths = async (
  proxy: "shape" | "nsc",
  space: (typeof spaces)["as a layer choice"],
  method: typeof exact,
) => {
  const request = { space, scorer: proxies[proxy].scorer(), budgets, top: 1, cost, pareto: false };
  const { best } = await method.search(request);
  const { layers } = architectureAt(space, best[0]!.genotype);
  return layers.map(({ mixer }) => (mixer?.kind === "attention" ? mixer.headDim : 0));
};

describe.each(Object.entries(spaces))("heads %s", (_name, space) => {
  it.each([exhaustive, exact, milp])("are nearest to 64 among equals: $name", async (method) => {
    expect(await widths("shape", space, method)).toEqual([64, 64, 64]);
  });

  it("are left to a proxy that sees them", async () => {
    expect(await widths("nsc", space, exhaustive)).not.toEqual([64, 64, 64]);
  });
});
