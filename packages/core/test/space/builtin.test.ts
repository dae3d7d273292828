import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/document.js";
import { UsageError } from "../../src/errors.js";
import { builtinSpace, builtinSpaces } from "../../src/space/builtin/builtin.js";
import { spaceSchema } from "../../src/space/declaration.js";
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

  spaceContract(builtinSpace(name));
});

describe("a tiny space", () => spaceContract(tinySpace()));

describe("flexibert", () => {
  it("has 10,621,440 architectures: 6 operations × 2 heads × 2 widths × 2 stacks, 2 or 4 layers, hidden 128 or 256", () => {
    expect(builtinSpace("flexibert").size).toBe(2n * (48n ** 2n + 48n ** 4n));
    expect(builtinSpace("flexibert").size).toBe(10_621_440n);
  });
});

describe("an unknown space", () => {
  it("is refused with the nearest name", () => {
    expect(() => builtinSpace("flexbert")).toThrow(UsageError);
    expect(() => builtinSpace("flexbert")).toThrow(/flexibert/);
    expect(() => builtinSpace("constructor")).toThrow(UsageError);
  });
});
