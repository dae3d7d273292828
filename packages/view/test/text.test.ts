import {
  type Column,
  columnsOf,
  lineWidth,
  plainText,
  printable,
  printableLines,
  shortened,
  shortenedInside,
  table as tableBlock,
  wrapped,
} from "@zerolm/view";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string =>
  plainText([tableBlock(columns, rows)]);

const text = fc.string({ unit: "binary", maxLength: 40 });

describe("table", () => {
  it("aligns columns two spaces apart", () => {
    const columns = [{ heading: "name" }, { heading: "score", align: "right" as const }, { heading: "of" }];
    expect(
      table(columns, [
        ["tiny", "1.5", "a"],
        ["a longer one", "12.25", ""],
      ]),
    ).toBe(["name          score  of", "tiny            1.5  a", "a longer one  12.25"].join("\n"));
  });

  it("counts code points, so that a smiley takes one column and is never cut in two", () => {
    const shown = table(
      [{ heading: "name", maximum: 4 }, { heading: "n" }],
      [
        ["👍👍👍👍👍", "1"],
        ["abcd", "2"],
      ],
    );
    expect(shown).toBe(["name  n", "…👍👍👍  1", "abcd  2"].join("\n"));
  });

  it("is as wide as its widest cells and has a line for each row, whatever is in them", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (rows) => {
        const columns = [
          { heading: "one", maximum: 10 },
          { heading: "two", maximum: 20 },
        ];
        const lines = table(columns, rows).split("\n");
        expect(lines).toHaveLength(rows.length + 1);
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(32);
      }),
    );
  });

  it("says nothing but its heading where there are no rows", () => {
    expect(table([{ heading: "name" }, { heading: "n", align: "right" }], [])).toBe("name  n");
  });
});

describe("printable", () => {
  it("shows what would control a terminal", () => {
    expect(printable("a\u001b[31m\nb\t\u009b\u202e c")).toBe("a\\u001b[31m\\u000ab\\u0009\\u009b\\u202e c");
    expect(printableLines("a\n\u0007b")).toBe("a\n\\u0007b");
  });

  it("leaves everything else alone", () => {
    const plain = "Größe ≈ 5 × 10⁶ · 模型 👍🏽 👩‍🔬";
    expect(printable(plain)).toBe(plain);
    fc.assert(fc.property(text, (any) => !/[\p{Cc}\p{Bidi_Control}]/u.test(printable(any))));
  });
});

describe("shortenedInside", () => {
  it("cuts two thirds from the beginning, so that names that differ at either end stay apart", () => {
    const names = ["Head Importance Normalized †", "Head Importance †", "Activation Distance Normalized †"];
    expect(names.map((name) => shortenedInside(name, 17))).toEqual([
      "Head Import…zed †",
      "Head Importance †",
      "Activation …zed †",
    ]);
  });

  it("is never longer than asked for", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (any, most) => {
        expect(columnsOf(shortenedInside(any, most))).toBe(Math.min(columnsOf(any), most));
      }),
    );
  });
});

describe("shortened", () => {
  it("keeps the end, at most so many columns", () => {
    expect([shortened("abcdef", 6), shortened("abcdef", 5)]).toEqual(["abcdef", "…cdef"]);
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1, max: 50 }),
        (any, most) => columnsOf(shortened(any, most)) <= most,
      ),
    );
  });
});

describe("wrapped", () => {
  it("breaks at spaces and indents what follows", () => {
    const word = "x".repeat(39);
    expect(wrapped(`${word} ${word} ${word}`, "  ")).toBe(`${word} ${word}\n  ${word}`);
    expect(wrapped("short", "  ")).toBe("short");
    expect(wrapped("")).toBe("");
  });

  it("loses no word, and keeps lines within 80 columns unless one word is longer", () => {
    const words = fc.array(fc.stringMatching(/^[a-zé→]{1,90}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, (given) => {
        const lines = wrapped(given.join(" "), "    ").split("\n");
        expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(given);
        for (const line of lines)
          if (line.trim().includes(" ")) expect(columnsOf(line)).toBeLessThanOrEqual(lineWidth);
      }),
    );
  });
});
