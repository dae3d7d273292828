import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/document.js";
import { UsageError } from "../../src/errors.js";
import { type CompileOptions, compileSpace } from "../../src/space/compile.js";
import { valueBeyond } from "../../src/space/declaration.js";

const document = readDocument(
  JSON.stringify({
    name: "adjust",
    macro: { hidden: [64, 96, 128], depth: { from: 2, to: 6, step: 2 } },
    layer: { ratio: [2, 4] },
    let: { heads: "hidden / 32" },
    architecture: {
      kind: "decoder",
      hidden: "hidden",
      embedding: { vocabulary: 100, positions: 8 },
      head: { vocabulary: "tied" },
    },
    layers: { mixer: { kind: "attention", heads: "heads" }, ffn: { kind: "plain", width: "ratio * hidden" } },
  }),
  "adjust.json",
);
const compiled = (options: CompileOptions) => compileSpace(document, options);
const valuesOf = (options: CompileOptions, name: string): unknown[] => [
  ...new Set(compiled(options).macroOptions.map(({ choices }) => choices[name])),
];

describe("set", () => {
  it("replaces constants of the embedding, tying, choices and derived values", () => {
    const { macroOptions } = compiled({
      set: { vocabulary: 49_152, positions: 16, tied: false, hidden: 96, heads: 1, ratio: 3 },
    });
    expect(macroOptions).toHaveLength(3);
    for (const { frame, stages } of macroOptions) {
      expect(frame.embedding).toMatchObject({ vocabulary: 49_152, positions: 16 });
      expect(frame.head.vocabulary).toBe("separate");
      expect(frame.hidden).toBe(96);
      expect(stages[0]?.options).toHaveLength(1);
      expect(stages[0]?.options[0]).toMatchObject({ mixer: { heads: 1 }, ffn: { widths: [288] } });
    }
  });

  it.each([{ vocabulry: 1 }, { tied: 3 }, { vocabulary: true }])(
    "refuses %o, naming what there is",
    (set) => {
      expect(() => compiled({ set: set as Record<string, number | boolean> })).toThrow(UsageError);
      expect(() => compiled({ set: set as Record<string, number | boolean> })).toThrow(
        /Known constants: hidden, depth, ratio, heads, vocabulary, positions, tied/,
      );
    },
  );
});

describe("widen", () => {
  it("adds a value as far beyond the end as the one before", () => {
    expect(valuesOf({ widen: { hidden: "most" } }, "hidden")).toEqual([64, 96, 128, 160]);
    expect(valuesOf({ widen: { depth: "most" } }, "depth")).toEqual([2, 4, 6, 8]);
    expect(valuesOf({ widen: { hidden: "least" } }, "hidden")).toEqual([64, 96, 128, 32]);
    const { options } = compiled({ widen: { ratio: "most" } }).macroOptions[0]!.stages[0]!;
    expect(options).toHaveLength(3);
  });

  it("keeps the ratio where a step would end at 0 or below", () => {
    expect(valuesOf({ widen: { depth: "least" } }, "depth")).toEqual([2, 4, 6, 1]);
    expect(valueBeyond(64, 128)).toBe(32);
    expect(valueBeyond(1, 2)).toBeUndefined();
    expect(valueBeyond(3, 7)).toBeUndefined();
  });

  it("refuses what the space does not have", () => {
    expect(() => compiled({ widen: { width: "most" } })).toThrow(UsageError);
    const single = { set: { depth: 4 }, widen: { depth: "least" } } as const;
    expect(() => compiled(single)).toThrow(UsageError);
  });
});
