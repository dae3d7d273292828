import { describe, expect, it } from "vitest";
import { bytesPerWeight, cost, type Dtype } from "../../src/architecture/cost.js";
import { Random } from "../../src/random/random.js";
import { quantityOf } from "../../src/search/budget.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import { builtinSpace, builtinSpaces } from "../../src/space/builtin/builtin.js";
import { sample } from "../../src/space/sampling.js";
import { architectureAt } from "../../src/space/space.js";

describe.each(Object.keys(builtinSpaces))("quantities in %s", (name) => {
  const space = builtinSpace(name);
  const random = new Random(1);
  const drawn = Array.from({ length: 5 }, () => architectureAt(space, sample(space, random)));

  it.each(Object.keys(bytesPerWeight) as Dtype[])("count what cost counts, stored as %s", (dtype) => {
    const options = { dtype, sequence: 100 };
    for (const architecture of drawn) {
      const of = (quantity: keyof typeof budgetQuantities): number =>
        quantityOf(budgetQuantities[quantity](options), architecture);
      const { parameters, flops, weightBytes, cacheBytesPerToken } = cost(architecture, options);
      expect(of("parameters")).toBe(parameters.total);
      expect(of("nonEmbeddingParameters")).toBe(parameters.nonEmbedding);
      expect(of("activeParameters")).toBe(parameters.active);
      expect(of("flops")).toBe(flops.perSequence);
      expect(of("weightBytes")).toBe(weightBytes);
      expect(of("kvBytes")).toBe(cacheBytesPerToken);
    }
  });
});
