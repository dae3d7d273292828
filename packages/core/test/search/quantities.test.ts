import { describe, expect, it } from "vitest";
import { bytesPerWeight, cost, type Dtype } from "../../src/architecture/cost.js";
import { Random } from "../../src/random/random.js";
import { quantityOf } from "../../src/search/budget.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import type { AdditiveQuantity } from "../../src/search/search.js";
import { builtinSpace, builtinSpaces } from "../../src/space/builtin/builtin.js";
import { sample } from "../../src/space/sampling.js";
import { architectureAt } from "../../src/space/space.js";

describe.each(Object.keys(builtinSpaces))("quantities in %s", (name) => {
  const space = builtinSpace(name);
  const random = new Random(1);
  const drawn = Array.from({ length: 5 }, () => architectureAt(space, sample(space, random)));

  it.each(Object.keys(bytesPerWeight) as Dtype[])("count what cost counts, stored as %s", (dtype) => {
    const options = { dtype, sequence: 100, context: 3000, batch: 5 };
    for (const architecture of drawn) {
      const of = (quantity: AdditiveQuantity): number => quantityOf(quantity, architecture);
      const { parameters, flops, weightBytes, cacheBytesPerToken, memory } = cost(architecture, options);
      expect(of(budgetQuantities.parameters())).toBe(parameters.total);
      expect(of(budgetQuantities.nonEmbeddingParameters())).toBe(parameters.nonEmbedding);
      expect(of(budgetQuantities.activeParameters())).toBe(parameters.active);
      expect(of(budgetQuantities.flops({ sequence: 100 }))).toBe(flops.perSequence);
      expect(of(budgetQuantities.weightBytes({ dtype }))).toBe(weightBytes);
      expect(of(budgetQuantities.kvBytes({ dtype }))).toBe(cacheBytesPerToken);
      expect(of(budgetQuantities.memory({ dtype, context: 3000, batch: 5 }))).toBe(memory.bytes);
    }
  });
});
