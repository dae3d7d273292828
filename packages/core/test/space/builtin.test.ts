import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/document.js";
import { UsageError } from "../../src/errors.js";
import { builtinSpace, builtinSpaces } from "../../src/space/builtin/builtin.js";
import { readSpace } from "../../src/space/compile.js";
import { spaceSchema } from "../../src/space/declaration.js";
import { spaceOf } from "../../testing/arbitrary-space.js";
import { spaceContract } from "../../testing/space-contract.js";
import { tinySpace } from "./tiny-space.js";

describe.each(Object.entries(builtinSpaces))("built-in space %s", (name, text) => {
  it("has its name in the table, and a title and source", () => {
    const space = builtinSpace(name);
    expect(space.name).toBe(name);
    expect(space.title).toMatch(/\S/);
    expect(space.source).toMatch(/\S/);
  });

  it("is a valid document without an alias or tab", () => {
    expect(spaceSchema.safeParse(readDocument(text).value).success).toBe(true);
    expect(text).not.toMatch(/\t|&\w|\*\w/);
  });

  it("is what its text says, which is read while the package is built", () => {
    expect(builtinSpace(name)).toEqual(readSpace(text, `${name}.yaml`));
  });

  spaceContract(builtinSpace(name));
});

describe("a tiny space", () => spaceContract(tinySpace()));

describe("a space of equal layers, whose macro options alone differ", () =>
  spaceContract(
    spaceOf({
      name: "equal",
      macro: { hidden: [128, 256, 384], depth: { from: 4, to: 12, step: 2 }, ratio: [2, 4] },
      let: { heads: "hidden / 64" },
      layersEqual: true,
      architecture: { kind: "encoder", hidden: "hidden", embedding: { vocabulary: 30_522, width: 128 } },
      layers: {
        mixer: { kind: "attention", heads: "heads" },
        ffn: { kind: "plain", width: "ratio * hidden" },
      },
    }),
  ));

describe("flexibert", () => {
  it("has 10,621,440 architectures: 6 operations × 2 heads × 2 widths × 2 stacks, 2 or 4 layers, hidden 128 or 256", () => {
    expect(builtinSpace("flexibert").size).toBe(2n * (48n ** 2n + 48n ** 4n));
    expect(builtinSpace("flexibert").size).toBe(10_621_440n);
  });
});

describe("sizes", () => {
  const power = (base: bigint, depths: readonly bigint[]): bigint =>
    depths.reduce((sum, depth) => sum + base ** depth, 0n);

  /** Counted by the rules in words: hidden sizes, groups that divide the heads, depths within 200M, FFN of 1 to 4 × hidden. */
  function llamaSmallWide(): bigint {
    let size = 0n;
    for (let hidden = 128; hidden <= 1024; hidden += 64) {
      const groups = [1, 2, 3, 4].filter((group) => (hidden / 64) % group === 0).length;
      const widths = Array.from({ length: 31 }, (_, index) => 256 + 128 * index);
      const fitting = widths.filter((width) => width >= hidden && width <= 4 * hidden).length;
      for (let depth = 4; depth <= 32; depth += 2)
        if (32_000 * hidden + depth * 16 * hidden ** 2 <= 200e6)
          size += BigInt(groups) * BigInt(fitting) ** BigInt(depth);
    }
    return size;
  }

  /** 35 depths and 4 FFN widths; head widths that divide the hidden size, groups that divide the heads. */
  function llamaSmall(): bigint {
    let size = 0n;
    for (let hidden = 256; hidden <= 1024; hidden += 32)
      for (const width of [64, 96, 128])
        if (hidden % width === 0)
          size += 35n * 4n * BigInt([1, 2, 3, 4].filter((group) => (hidden / width) % group === 0).length);
    return size;
  }

  it.each([
    // 14 widths of the model; 3 heads × 62 FFN widths a layer; 3 to 10 layers.
    ["lts-gpt2", 14n * power(186n, [3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n])],
    ["lts-transformer-xl", 14n * power(186n, [3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n])],
    ["nsc-transformer-xl", 7n * power(21n, [12n, 14n, 16n, 18n])],
    ["autoformer-tiny", 3n * power(4n, [12n, 13n, 14n])],
    ["autoformer-small", 3n * power(9n, [12n, 13n, 14n])],
    ["autoformer-base", 3n * power(9n, [14n, 15n, 16n])],
    ["hwgpt-s", 6n * power(9n, [10n, 11n, 12n])],
    ["hwgpt-m", 6n * power(9n, [22n, 23n, 24n])],
    ["hwgpt-l", 6n * power(9n, [34n, 35n, 36n])],
    // Heads: two choices in eleven layers, three in one; three FFN widths and three ranks in each of twelve.
    ["lonas-bert", 2n ** 11n * 3n * 3n ** 12n * 3n ** 12n],
    // Five FFN widths and twice two ranks in each of 32 or 40 layers.
    ["lonas-llama-7b", 20n ** 32n],
    ["lonas-llama-13b", 20n ** 40n],
    ["bert-small-wide", 9n * 11n * 3n],
    ["vit-small-wide", 6n * 9n * 3n],
    ["moe-small-wide", 5n * 2n * power(21n, [4n, 6n, 8n, 10n, 12n])],
    ["llama-small-wide", llamaSmallWide()],
    // Depths; heads of 32 for each of 21 hidden sizes, of 64 for 11.
    ["bert-small", 11n * (21n + 11n)],
    // Depths and FFN widths; heads of 32 for each of 11 hidden sizes, of 64 for 6.
    ["vit-small", 7n * 3n * (11n + 6n)],
    // Depths; experts and active ones, expert widths; 13 hidden sizes, of which 7 have an even number of heads and 4 a multiple of four.
    ["moe-small", 27n * 9n * 4n * (13n + 7n + 4n)],
    ["llama-small", llamaSmall()],
    // FFN widths; groups of heads: 13 hidden sizes, of which 7, 4 and 4 have heads that two, three and four divide; two mixers a layer.
    [
      "hybrid-small",
      4n * (13n + 7n + 4n + 4n) * power(2n, [10n, 12n, 14n, 16n, 18n, 20n, 22n, 24n, 26n, 28n, 30n]),
    ],
    // Depths; FFN widths, head widths and parts; seven hidden sizes.
    ["latent-small", 35n * 5n * 2n * 4n * 7n],
  ])("%s", (name, size) => {
    expect(builtinSpace(name).size).toBe(size);
  });
});

describe("an unknown space", () => {
  it("is refused with the nearest name", () => {
    expect(() => builtinSpace("flexbert")).toThrow(UsageError);
    expect(() => builtinSpace("flexbert")).toThrow(/flexibert/);
    expect(() => builtinSpace("constructor")).toThrow(UsageError);
  });
});
