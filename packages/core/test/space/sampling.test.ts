import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { crossover, mutate, sample, sampleMacroFirst } from "../../src/space/sampling.js";
import { enumerate } from "../../src/space/space.js";
import { arbitrarySpace, spaceOf } from "../../testing/arbitrary-space.js";
import { isInside } from "../../testing/space-contract.js";
import { countsOf, expectDistribution } from "../../testing/statistics.js";
import { tinyDocument, tinySpace } from "./tiny-space.js";

const key = (genotype: { readonly macro: number; readonly layers: readonly number[] }): string =>
  `${genotype.macro} ${genotype.layers}`;

describe("sample", () => {
  it("draws every architecture of a small space equally often", () => {
    const space = tinySpace();
    const places = new Map([...enumerate(space)].map((genotype, index) => [key(genotype), index]));
    const random = new Random(4);
    const drawn = Array.from({ length: 27_200 }, () => places.get(key(sample(space, random))) as number);
    expectDistribution(countsOf(drawn, places.size));
  });
});

describe("sampleMacroFirst", () => {
  it("draws each macro option equally often, and each architecture of one equally often", () => {
    const space = tinySpace();
    const random = new Random(4);
    const drawn = Array.from({ length: 27_200 }, () => sampleMacroFirst(space, random));
    expectDistribution(
      countsOf(
        drawn.map(({ macro }) => macro),
        space.macroOptions.length,
      ),
    );
    for (const macro of space.macroOptions.keys()) {
      const own = [...enumerate(space)].filter((genotype) => genotype.macro === macro).map(key);
      const inside = drawn.filter((genotype) => genotype.macro === macro);
      expectDistribution(
        countsOf(
          inside.map((genotype) => own.indexOf(key(genotype))),
          own.length,
        ),
      );
    }
  });
});

describe("mutate", () => {
  it("gives another architecture of the space wherever there is one", () => {
    fc.assert(
      fc.property(arbitrarySpace, fc.integer(), (space, seed) => {
        const random = new Random(seed);
        const from = sample(space, random);
        const kept = key(from);
        const to = mutate(space, from, random);
        expect(isInside(space, to)).toBe(true);
        expect(key(from)).toBe(kept);
        expect(key(to) === kept).toBe(space.size === 1n);
      }),
    );
  });

  it("takes every other option of a place equally often", () => {
    const space = tinySpace();
    const random = new Random(5);
    const from = { macro: 1, layers: [2, 0, 1] };
    const drawn = Array.from({ length: 12_000 }, () => mutate(space, from, random));
    const first = drawn.filter(({ macro, layers }) => macro === 1 && layers[0] !== 2);
    expectDistribution(
      countsOf(
        first.map(({ layers }) => layers[0] as number),
        4,
      ),
      [1 / 3, 1 / 3, 0, 1 / 3],
    );
    const moved = drawn.filter(({ macro }) => macro !== 1);
    expectDistribution(
      countsOf(
        moved.map(({ macro }) => macro),
        4,
      ),
      [1 / 3, 0, 1 / 3, 1 / 3],
    );
  });

  it("keeps the layers that a new depth has room for and draws the others", () => {
    const space = tinySpace();
    const random = new Random(6);
    const deeper = Array.from({ length: 20_000 }, () =>
      mutate(space, { macro: 0, layers: [3] }, random),
    ).filter(({ macro }) => macro === 1);
    expect(deeper.every(({ layers }) => layers[0] === 3)).toBe(true);
    expectDistribution(
      countsOf(
        deeper.map(({ layers }) => layers[2] as number),
        4,
      ),
    );
  });

  it("leaves the only architecture of a space as it is", () => {
    const one = spaceOf({
      ...tinyDocument,
      macro: { hidden: [16], depth: [3] },
      layer: { operation: [{ kind: "fourier", transform: "dft" }], ffnWidth: [8] },
    });
    expect(mutate(one, { macro: 0, layers: [0, 0, 0] }, new Random(1))).toEqual({
      macro: 0,
      layers: [0, 0, 0],
    });
  });
});

describe("crossover", () => {
  it("gives an architecture of the space, each part of it from one of its parents where that is possible", () => {
    fc.assert(
      fc.property(arbitrarySpace, fc.integer(), (space, seed) => {
        const random = new Random(seed);
        const [one, other] = [sample(space, random), sample(space, random)];
        const child = crossover(space, one, other, random);
        expect(isInside(space, child)).toBe(true);
        expect([one.macro, other.macro]).toContain(child.macro);
        if (one.macro !== other.macro) return;
        for (const [stage, option] of child.layers.entries())
          expect([one.layers[stage], other.layers[stage]]).toContain(option);
        expect(crossover(space, one, one, random)).toEqual(one);
      }),
    );
  });

  it("takes either parent's layer and macro option equally often", () => {
    const space = tinySpace();
    const random = new Random(7);
    const [one, other] = [
      { macro: 1, layers: [0, 0, 0] },
      { macro: 3, layers: [1, 1, 1] },
    ];
    const children = Array.from({ length: 4_000 }, () => crossover(space, one, other, random));
    expectDistribution(
      countsOf(
        children.map(({ macro }) => (macro === 1 ? 0 : 1)),
        2,
      ),
    );
    const layers = children.map((child) => child.layers.reduce((sum, option) => 2 * sum + option, 0));
    expectDistribution(countsOf(layers, 8));
  });
});
