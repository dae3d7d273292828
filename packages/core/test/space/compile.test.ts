import { describe, expect, it } from "vitest";
import { readDocument, type SourceDocument } from "../../src/document/document.js";
import { InputError, UsageError } from "../../src/errors.js";
import { compileSpace, readSpace } from "../../src/space/compile.js";
import { spaceOf } from "../../testing/arbitrary-space.js";
import { tinyDocument } from "./tiny-space.js";

const text = `name: small
macro:
  hidden: [32, 64]
  depth: [1, 2]
layer:
  heads: [2, 4]
  ffnWidth: [16]
architecture:
  hidden: hidden
  embedding: { vocabulary: 100 }
layers:
  mixer: { kind: attention, heads: heads }
  ffn: { kind: plain, width: ffnWidth }
`;

function failure(source: string): InputError {
  try {
    compileSpace(readDocument(source, "s.yaml"));
  } catch (cause) {
    if (cause instanceof InputError) return cause;
    throw cause;
  }
  throw new Error("nothing was thrown");
}

interface Fault {
  readonly title: string;
  readonly change: readonly [string | RegExp, string];
  readonly line: number;
  readonly key: string;
  readonly message: RegExp;
}

const faults: readonly Fault[] = [
  {
    title: "with attention to an encoder that is not there",
    change: ["  ffn: {", "  cross: { kind: attention, heads: heads }\n  ffn: {"],
    line: 11,
    key: "layers",
    message: /layer 0: needs kind: encoder-decoder/,
  },
  {
    title: "without a name",
    change: ["name: small", "title: small"],
    line: 1,
    key: "name",
    message: /is missing/,
  },
  {
    title: "with a key that is misspelt",
    change: ["name: small\n", "name: small\nsorce: us\n"],
    line: 2,
    key: "sorce",
    message: /is not a known key. Did you mean "source"\?/,
  },
  {
    title: "without depth",
    change: ["  depth: [1, 2]\n", ""],
    line: 2,
    key: "macro",
    message: /needs the choice depth/,
  },
  {
    title: "with a depth of half a layer",
    change: ["depth: [1, 2]", "depth: [1, 2.5]"],
    line: 4,
    key: "macro.depth",
    message: /must hold whole numbers from 1 to 1024, not 2\.5/,
  },
  {
    title: "with a choice that has no options",
    change: ["ffnWidth: [16]", "ffnWidth: []"],
    line: 7,
    key: "layer.ffnWidth",
    message: /must be at least 1 entries, not an empty list/,
  },
  {
    title: "with a choice that is no list",
    change: ["heads: [2, 4]", "heads: 2"],
    line: 6,
    key: "layer.heads",
    message: /must be a list of options, or a range .*, not 2/,
  },
  {
    title: "with a choice whose name is no word",
    change: ["ffnWidth: [16]", "ffn width: [16]"],
    line: 7,
    key: "layer.ffn width",
    message: /./,
  },
  {
    title: "with a choice made both once and in every layer",
    change: ["ffnWidth: [16]", "ffnWidth: [16]\n  hidden: [8]"],
    line: 8,
    key: "layer.hidden",
    message: /is a macro choice already. Rename one of them./,
  },
  {
    title: "with heads that do not divide a hidden size",
    change: ["heads: [2, 4]", "heads: [2, 3]"],
    line: 12,
    key: "layers.mixer.heads",
    message: /with hidden 32, depth 1, heads 3, ffnWidth 16: 3 heads do not divide hidden 32/,
  },
  {
    title: "with a word that names no choice",
    change: ["width: ffnWidth", "width: ffnwidth"],
    line: 13,
    key: "layers.ffn.width",
    message: /must be a number, not "ffnwidth"/,
  },
  {
    title: "with an unknown kind of mixer",
    change: ["kind: attention", "kind: atention"],
    line: 12,
    key: "layers.mixer.kind",
    message: /must be one of .*attention/,
  },
  {
    title: "without a vocabulary",
    change: ["{ vocabulary: 100 }", "{}"],
    line: 10,
    key: "architecture.embedding.vocabulary",
    message: /is missing/,
  },
  {
    title: "with layers in the architecture",
    change: ["  hidden: hidden\n", "  hidden: hidden\n  layers: []\n"],
    line: 10,
    key: "architecture.layers",
    message: /not a known key/,
  },
  {
    title: "with a layer that is repeated, which depth does",
    change: ["layers:\n", "layers:\n  repeat: 3\n"],
    line: 12,
    key: "layers.repeat",
    message: /not a known key/,
  },
  {
    title: "with a choice given twice",
    change: ["  depth: [1, 2]\n", "  depth: [1, 2]\n  depth: [3]\n"],
    line: 5,
    key: "macro.depth",
    message: /is given twice/,
  },
];

describe.each(faults)("a space $title", ({ change: [from, to], line, key, message }) => {
  it("is an error with its line and key", () => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    const error = failure(changed);
    expect(error.message).toMatch(message);
    expect(error.place).toMatchObject({ file: "s.yaml", line, key });
  });
});

describe("readSpace", () => {
  it("takes the text that compileSpace takes as a document", () => {
    expect(readSpace(text, "s.yaml")).toEqual(compileSpace(readDocument(text, "s.yaml")));
    expect(readSpace(text, "s.yaml", { layersEqual: true }).size).toBe(8n);
    expect(() => compileSpace(text as unknown as SourceDocument)).toThrow(UsageError);
    expect(() => compileSpace(text as unknown as SourceDocument)).toThrow(/Use readSpace for a text/);
  });
});

describe("a space without a fault", () => {
  it("is read", () => {
    expect(compileSpace(readDocument(text)).size).toBe(2n * (2n + 4n));
  });
});

describe("several faults", () => {
  it("are told at once, in the order of their lines", () => {
    const { place, others } = failure(
      text.replace("name: small", "nam: small").replace("heads: [2, 4]", "heads: 2"),
    );
    expect([place, ...others.map((other) => other.place)].map((where) => where?.line)).toEqual([1, 1, 6]);
  });
});

describe("limits", () => {
  const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  it("refuse too many combinations, before they are made", () => {
    const macro = { depth: [1], a: many(1000), b: many(101) };
    expect(() => spaceOf({ ...tinyDocument, macro })).toThrow(
      /101000 combinations, above the maximum of 100000/,
    );
    const layer = { ...tinyDocument.layer, a: many(1000), b: many(1000) };
    const layers = { ...tinyDocument.layers, ffn: { kind: "plain", width: "a + b" } };
    expect(() => spaceOf({ ...tinyDocument, layer, layers })).toThrow(
      /has [1-9]000000 combinations, above the maximum of 1000000/,
    );
    const endless = Object.fromEntries(many(12).map((index) => [`c${index}`, many(1000)]));
    expect(() => spaceOf({ ...tinyDocument, layer: endless })).toThrow(InputError);
  });

  it("refuse choices that multiply when they are filled in", () => {
    const doubling = Object.fromEntries(
      many(40).map((index) => [`x${index}`, [{ one: `x${index + 1}`, other: `x${index + 1}` }]]),
    );
    const macro = { ...tinyDocument.macro, ...doubling };
    const architecture = { ...tinyDocument.architecture, name: "x1" };
    expect(() => spaceOf({ ...tinyDocument, macro, architecture })).toThrow(/too many parts/);
  });

  it("refuse what is nested too deeply to be checked, in JSON and by an alias", () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    const json = JSON.stringify(tinyDocument).replace('"hidden":"hidden"', `"hidden":${deep}`);
    expect(failure(json).message).toMatch(/nested too deeply/);
    expect(failure("&a\nname: x\narchitecture: *a\nlayers: [*a, *a]\n").message).toMatch(/nested too deeply/);
  });
});

describe("layersEqual, asked for from outside", () => {
  const equal = (document: string) => compileSpace(readDocument(document), { layersEqual: true });

  it("leaves the architectures whose layers are equal", () => {
    const space = equal(text);
    expect(space.size).toBe(2n * 2n * 2n); // hidden × depth × heads
    for (const { stages } of space.macroOptions) expect(stages).toHaveLength(1);
    expect(new Set(space.macroOptions.map(({ stages }) => stages[0]?.repeat))).toEqual(new Set([1, 2]));
  });

  it("keeps layers without FFN, and refuses those without any part", () => {
    const without = (part: RegExp) =>
      compileSpace(readDocument(text.replace(part, "").replace("  ffnWidth: [16]\n", "")));
    const { macroOptions } = without(/^ {2}ffn: .*\n/m);
    expect(macroOptions[0]?.stages[0]?.options[0]).toEqual({ mixer: expect.objectContaining({ heads: 2 }) });
    const neither = text.replace(/layers:[\s\S]*/, "layers: {}\n");
    expect(failure(neither).message).toContain("has neither a mixer nor an ffn");
  });

  it("makes each group of layers equal, also one that says it is not", () => {
    const group =
      "  - { count: 2, EQUAL mixer: { kind: attention, heads: heads }, ffn: { kind: plain, width: 16 } }\n";
    const layers = `layers:\n${group.replace("EQUAL", "equal: false,")}${group.replace("EQUAL", "")}`;
    const document = text
      .replace(/layers:[\s\S]*/, layers)
      .replace("  depth: [1, 2]\n", "")
      .replace("  ffnWidth: [16]\n", "");
    expect(compileSpace(readDocument(document)).size).toBe(2n * 2n ** 4n);
    expect(equal(document).size).toBe(2n * 2n ** 2n);
  });
});
