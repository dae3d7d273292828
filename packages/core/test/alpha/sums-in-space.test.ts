import { expect, it } from "vitest";
import { sumsOver } from "../../src/alpha/alpha.js";
import { sumsInSpace } from "../../src/alpha/sums-in-space.js";
import { proxies } from "../../src/proxy/proxies.js";
import { Random } from "../../src/random/random.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { sampleMacroFirst } from "../../src/space/sampling.js";
import { architectureAt } from "../../src/space/space.js";

it.each(["flexibert", "moe-small", "vit-small", "lts-transformer-xl"])(
  "are the sums of the architectures by themselves, to the bit: %s",
  (name) => {
    const space = builtinSpace(name);
    const random = new Random(1);
    const genotypes = Array.from({ length: 100 }, () => sampleMacroFirst(space, random));
    const architectures = genotypes.map((genotype) => architectureAt(space, genotype));
    for (const { additive } of [
      proxies.shape.scorer(),
      proxies.nsc.scorer({ std: "xavier" }),
      proxies.zerolm.scorer({ alpha: 0.3, std: "own" }),
      proxies.nonEmbeddingParameters.scorer(),
    ])
      expect(sumsInSpace(space, genotypes)(additive!)).toEqual(sumsOver(architectures)(additive!));
  },
);
