import { describe, expect, it } from "vitest";
import type { Architecture, Layer } from "../../src/architecture/architecture.js";
import { attentionSplits } from "../../src/proxy/nsc.js";
import { proxies } from "../../src/proxy/proxies.js";
import type { Additive, ShapeScorer } from "../../src/proxy/proxy.js";
import { Random } from "../../src/random/random.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { sample } from "../../src/space/sampling.js";
import { architectureAt, depthOf, type Genotype, type MacroOption } from "../../src/space/space.js";
import { plainFlops, plainNsc, plainParameters, plainZerolm } from "./plain-loop.js";

const space = builtinSpace("flexibert");
const random = new Random(20250324);

/** Drawn evenly, but every tenth with two layers, which are one in two thousand. */
const genotypesOf = (count: number): Genotype[] =>
  Array.from({ length: count }, (_, index) => {
    if (index % 10 > 0) return sample(space, random);
    const macro = random.pick([0, 2]);
    return { macro, layers: [random.below(48), random.below(48)] };
  });

/** What a search makes of a genotype: the terms of its layers, added up. */
function searched(additive: Additive, { macro, layers }: Genotype): number {
  const { frame, stages } = space.macroOptions[macro] as MacroOption;
  let { high, low } = additive.rest(frame, [stages.length]);
  for (const [stage, layer] of layers.entries()) {
    const term = additive.layer(stages[stage]?.options[layer] as Layer, frame);
    high += term.high;
    low += term.low;
  }
  return (high + low) * additive.scale(frame, [stages.length]);
}

/** Scores of so many architectures of FlexiBERT, against a plain loop over their matrices: equal to the bit. */
export function plainLoopTests(count: number): void {
  const genotypes = genotypesOf(count);
  const architectures = genotypes.map((genotype) => architectureAt(space, genotype));

  /** How many of the genotypes have another score by the search's sum, or by the proxy, than by the plain loop. */
  function differences(scorer: ShapeScorer, plain: (architecture: Architecture) => number): number {
    const additive = scorer.additive as Additive;
    return genotypes.filter((genotype, index) => {
      const architecture = architectures[index] as Architecture;
      const expected = plain(architecture);
      return scorer.score(architecture).value !== expected || searched(additive, genotype) !== expected;
    }).length;
  }

  it("by size: two macro options have two layers", () => {
    expect(space.macroOptions.map(depthOf)).toEqual([2, 4, 2, 4]);
  });

  it.each([
    [0.5, { share: 5, whole: 10 }],
    [0.7, { share: 7, whole: 10 }],
    [-0.35, { share: -35, whole: 100 }],
  ])("zerolm at alpha %d", (alpha, balance) => {
    expect(differences(proxies.zerolm.scorer({ alpha }), (one) => plainZerolm(one, balance))).toBe(0);
  });

  describe.each(attentionSplits)("nsc, %s", (nscAttention) => {
    it.each(["xavier", 0.02, 1] as const)("std %s", (std) => {
      const scorer = proxies.nsc.scorer({ nscAttention, std });
      expect(differences(scorer, (one) => plainNsc(one, nscAttention, std))).toBe(0);
    });
  });

  it("parameters", () => {
    expect(differences(proxies.parameters.scorer(), plainParameters)).toBe(0);
  });

  it.each([128, 512])("flops of %i tokens", (sequence) => {
    expect(differences(proxies.flops.scorer({ sequence }), (one) => plainFlops(one, sequence))).toBe(0);
  });
}
