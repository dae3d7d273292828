import {
  architectureAt,
  architectureDocument,
  depthOf,
  enumerate,
  type Genotype,
  type MacroOption,
  mutate,
  Random,
  resolveArchitecture,
  type Space,
  sample,
} from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { countsOf, expectDistribution } from "./statistics.js";

const draws = 8_000;
const enumerable = 20_000n;

/**
 * What every space owes: it counts what it holds, draws from it evenly, and neighbours differ in one thing.
 *
 * @example
 * describe("my space", () => spaceContract(readSpace(text, "mine.yaml")));
 */
export function spaceContract(space: Space): void {
  it("counts its architectures", () => {
    expect(space.size).toBe(space.macroOptions.map(countOf).reduce((sum, size) => sum + size, 0n));
    if (space.size <= enumerable) expect([...enumerate(space)]).toHaveLength(Number(space.size));
  });

  it("holds different macro options, each with layers and with something to be", () => {
    const texts = space.macroOptions.map(({ choices }) => JSON.stringify(choices));
    expect(new Set(texts).size).toBe(texts.length);
    for (const option of space.macroOptions) {
      expect(countOf(option)).toBeGreaterThan(0n);
      expect(depthOf(option)).toBeGreaterThan(0);
    }
  });

  it("gives only architectures that resolve to themselves", () => {
    const random = new Random(1);
    for (let drawn = 0; drawn < 20; drawn++) {
      const architecture = architectureAt(space, sample(space, random));
      expect(resolveArchitecture(architectureDocument(architecture)).value).toEqual(architecture);
    }
  });

  describe("sample", () => sampleContract(space));
  describe("mutate", () => mutateContract(space));
}

/** How many options each decision about layers has. */
const optionCounts = ({ stages }: MacroOption): number[] => stages.map(({ options }) => options.length);

const countOf = (option: MacroOption): bigint =>
  optionCounts(option).reduce((product, count) => product * BigInt(count), 1n);

/** Whether a genotype is one of the space. */
export function isInside(space: Space, { macro, layers }: Genotype): boolean {
  const option = space.macroOptions[macro];
  if (option === undefined) return false;
  const counts = optionCounts(option);
  return (
    layers.length === counts.length &&
    layers.every((layer, stage) => layer >= 0 && layer < (counts[stage] as number))
  );
}

function sampleContract(space: Space): void {
  const random = new Random(2);
  const sampled = Array.from({ length: draws }, () => sample(space, random));

  it("stays inside, and repeats itself for the same seed", () => {
    expect(sampled.every((genotype) => isInside(space, genotype))).toBe(true);
    const again = new Random(2);
    expect(sampled.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => sample(space, again)));
  });

  it("draws a macro option as often as it has architectures", () => {
    if (space.macroOptions.length === 1)
      return expect(new Set(sampled.map(({ macro }) => macro))).toEqual(new Set([0]));
    const shares = space.macroOptions.map((option) => Number(countOf(option)) / Number(space.size));
    expectDistribution(
      countsOf(
        sampled.map(({ macro }) => macro),
        shares.length,
      ),
      shares,
    );
  });

  it("draws every option of every layer equally often", () => {
    for (const [macro, here] of grouped(sampled, (genotype) => genotype.macro))
      for (const [stage, count] of optionCounts(space.macroOptions[macro] as MacroOption).entries())
        if (count > 1 && here.length > 5 * count)
          expectDistribution(
            countsOf(
              here.map(({ layers }) => layers[stage] as number),
              count,
            ),
          );
  });
}

function mutateContract(space: Space): void {
  const random = new Random(3);
  const pairs = Array.from({ length: draws / 2 }, () => {
    const from = sample(space, random);
    return { from, to: mutate(space, from, random) };
  });

  it("stays inside and changes one layer, or the macro option alone", () => {
    const wrong = pairs.filter(({ from, to }) => {
      const shared = Math.min(from.layers.length, to.layers.length);
      const counts = optionCounts(space.macroOptions[to.macro] as MacroOption);
      const changed = from.layers
        .slice(0, shared)
        .filter((layer, index) => layer < (counts[index] as number) && layer !== to.layers[index]);
      return !isInside(space, to) || changed.length !== (from.macro === to.macro ? 1 : 0);
    });
    expect(wrong).toEqual([]);
  });

  it("takes each place equally often", () => {
    for (const [macro, here] of grouped(pairs, ({ from }) => from.macro)) {
      const layers = optionCounts(space.macroOptions[macro] as MacroOption).map((count) =>
        count > 1 ? 1 : 0,
      );
      const places = [...layers, space.macroOptions.length > 1 ? 1 : 0];
      const total = places.reduce((sum, place) => sum + place, 0);
      const only = total === 1 ? places.indexOf(1) : undefined;
      const counts = countsOf(
        here.map(({ from, to }) => changedPlace(from, to)),
        places.length,
      );
      // One place that can change takes all; of several each takes its part.
      if (only !== undefined) expect(counts[only]).toBe(here.length);
      else if (here.length > 100 && total > 0)
        expectDistribution(
          counts,
          places.map((place) => place / total),
        );
    }
  });
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** The layer that changed, or the depth where it was the macro option. */
function changedPlace(from: Genotype, to: Genotype): number {
  if (from.macro !== to.macro) return from.layers.length;
  return from.layers.findIndex((layer, index) => layer !== to.layers[index]);
}
