import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combinations } from "../../src/space/combinations.js";
import { architectureAt, countUp, enumerate } from "../../src/space/space.js";
import { fillIn } from "../../src/space/template.js";
import { arbitrarySpace } from "../../testing/arbitrary-space.js";
import { isInside } from "../../testing/space-contract.js";
import { tinySpace } from "./tiny-space.js";

describe("enumerate", () => {
  it("goes macro option by macro option, the last layer changing fastest", () => {
    const all = [...enumerate(tinySpace())];
    expect(all.slice(0, 4)).toEqual([0, 1, 2, 3].map((layer) => ({ macro: 0, layers: [layer] })));
    expect(all.slice(4, 9)).toEqual(
      [
        [0, 0, 0],
        [0, 0, 1],
        [0, 0, 2],
        [0, 0, 3],
        [0, 1, 0],
      ].map((layers) => ({ macro: 1, layers })),
    );
    expect(all.at(-1)).toEqual({ macro: 3, layers: [3, 3, 3] });
    expect(all).toHaveLength(136);
  });

  it("gives every architecture of a space once, each a list of its own", () => {
    fc.assert(
      fc.property(arbitrarySpace, (space) => {
        const all = [...enumerate(space)];
        expect(BigInt(all.length)).toBe(space.size);
        expect(new Set(all.map(({ macro, layers }) => `${macro} ${layers}`)).size).toBe(all.length);
        expect(all.every((genotype) => isInside(space, genotype))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe("countUp", () => {
  it("is counting with a base for each digit", () => {
    const digits = [0, 2, 1];
    expect(countUp(digits, [2, 3, 2])).toBe(true);
    expect(digits).toEqual([1, 0, 0]);
    expect(countUp([1, 2, 1], [2, 3, 2])).toBe(false);
    expect(countUp([0, 0], [1, 1])).toBe(false);
    expect(countUp([], [])).toBe(false);
  });
});

describe("macro options and layer options", () => {
  it("are the combinations of the choices, the last one changing fastest", () => {
    const space = tinySpace();
    expect(space.macroOptions.map(({ choices }) => choices)).toEqual([
      { hidden: 16, depth: 1 },
      { hidden: 16, depth: 3 },
      { hidden: 32, depth: 1 },
      { hidden: 32, depth: 3 },
    ]);
    const layers = space.macroOptions[2]?.stages[0]?.options.map(
      ({ mixer, ffn }) => `${mixer?.kind} ${ffn?.kind === "plain" ? ffn.widths[0] : ""}`,
    );
    expect(layers).toEqual(["attention 32", "attention 48", "fourier 32", "fourier 48"]);
  });

  it("make the architecture of a genotype", () => {
    const architecture = architectureAt(tinySpace(), { macro: 3, layers: [0, 3, 1] });
    expect(architecture.hidden).toBe(32);
    expect(architecture.layers.map(({ mixer }) => mixer?.kind)).toEqual([
      "attention",
      "fourier",
      "attention",
    ]);
  });
});

describe("combinations", () => {
  it("are one empty choice where there is nothing to choose", () => {
    expect(combinations({})).toEqual([{}]);
  });

  it("are as many as the product of the options", () => {
    const choices = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.array(fc.nat(), { maxLength: 4 }));
    fc.assert(
      fc.property(choices, (given) => {
        const product = Object.values(given).reduce((count, options) => count * options.length, 1);
        expect(combinations(given)).toHaveLength(product);
      }),
    );
  });
});

describe("fillIn", () => {
  it("replaces words that name choices, at any depth and again in what they stand for", () => {
    const template = { kind: "plain", list: ["width", 3, true], inner: { of: "block" }, block: "other" };
    expect(fillIn(template, { width: 7, block: { width: "width", named: "block" } })).toEqual({
      value: {
        kind: "plain",
        list: [7, 3, true],
        // Inside its own value a choice is a plain word.
        inner: { of: { width: 7, named: "block" } },
        block: "other",
      },
      problems: [],
    });
  });

  it("ends where choices stand for each other", () => {
    expect(fillIn("a", { a: ["b"], b: ["a"] }).value).toEqual([["a"]]);
  });

  it("does not take what every object has for a choice", () => {
    expect(fillIn(["constructor", "toString"], {}).value).toEqual(["constructor", "toString"]);
  });

  it("gives up where choices multiply beyond a thousand parts", () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 64 }, (_, index) => [`x${index}`, [`x${index + 1}`, `x${index + 1}`]]),
    );
    expect(fillIn("x0", doubling).problems).toHaveLength(1);
    expect(fillIn("x60", doubling).problems).toEqual([]);
  });
});
