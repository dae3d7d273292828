import { describe, expect, it } from "vitest";
import { anyText } from "./any-text.js";
import { complaint, edited, valid } from "./document.js";

describe("a text that is no document", () => {
  it.each<[what: string, text: string, expected: string]>([
    ["empty", "", "a.yaml: is empty"],
    ["blank", " \n\t\n", "a.yaml: is empty"],
    ["a comment", "# nothing here\n", "a.yaml: must be a map of keys, not null"],
    ["a list", "- 1\n- 2\n", "a.yaml:1:1: must be a map of keys, not a list of 2"],
    ["a JSON list", "[1, 2]", "a.yaml:1:1: must be a map of keys, not a list of 2"],
    ["a word", "hidden", 'a.yaml:1:1: must be a map of keys, not "hidden"'],
    [
      "cut off JSON",
      '{\n  "hidden": 256,\n  "layers": [\n    {"mixer": {"kind": "atten',
      "a.yaml:4:30: ends before its brackets close. It seems to be cut off.",
    ],
    [
      "indented badly",
      edited("  width: 128", " width: 128"),
      "a.yaml:4:1: is not valid YAML or JSON: All mapping items must start at the same column",
    ],
    [
      "indented by tabs",
      edited("  width: 128", "\twidth: 128"),
      "a.yaml:4:1: is not valid YAML or JSON: Tabs are not allowed as indentation",
    ],
    [
      "duplicate key",
      edited("  width: 128", "  width: 128\n  width: 64"),
      "a.yaml:5:3: embedding.width: is given twice. Remove one.",
    ],
    [
      "duplicate key in a list",
      edited("heads: 4", "heads: 4, heads: 4"),
      "a.yaml:7:40: layers[0].mixer.heads: is given twice. Remove one.",
    ],
    [
      "two documents",
      `${valid}---\n${valid}`,
      "a.yaml:11:1: holds several YAML documents. Put each in its own file.",
    ],
    [
      "alias without anchor",
      edited("heads: 4", "heads: *four"),
      "a.yaml: cannot be read: Unresolved alias (the anchor must be set before the alias): four",
    ],
    ["NUL bytes", "\0\0\0", 'a.yaml:1:1: must be a map of keys, not "\\u0000\\u0000\\u0000"'],
  ])("%s", (_what, text, expected) => {
    expect(complaint(text)).toBe(expected);
  });

  it("has NUL bytes in a value", () => {
    expect(complaint(edited("hidden: 256", "hidden: 256\0"))).toBe(
      'a.yaml:1:1: hidden: must be a number, not "256\\u0000"',
    );
  });

  it.each<[what: string, text: string, expected: string]>([
    [
      "aliases that multiply",
      bomb(20),
      "a.yaml: cannot be read: Excessive alias count indicates a resource exhaustion attack",
    ],
    ["aliases that multiply for long", bomb(3000), "a.yaml:52:12: has more than 100 aliases"],
    ["100,000 open brackets", "[".repeat(100_000), "a.yaml:1:201: is nested too deeply to be read"],
    [
      "100,000 brackets",
      "[".repeat(100_000) + "]".repeat(100_000),
      "a.yaml: must be a map of keys, not a list of 1",
    ],
    ["100,000 maps", '{"a":'.repeat(100_000), "a.yaml:1:997: is nested too deeply to be read"],
    ["100,000 lists in lists", "- ".repeat(100_000), "a.yaml:1:400: is nested too deeply to be read"],
    [
      "two megabytes",
      "a: 1\n".repeat(400_000),
      "a.yaml: has 2000000 characters, above the maximum of 1048576 for YAML or broken JSON",
    ],
    [
      "40,000 anchors",
      Array.from({ length: 40_000 }, (_, index) => `k${index}: &a${index} 1`).join("\n"),
      "a.yaml:1:1: hidden: is missing",
    ],
    [
      "200,000 quotes",
      "'\"".repeat(100_000),
      "a.yaml:1:4: is not valid YAML or JSON: Unexpected double-quoted-scalar at node end",
    ],
    [
      "a million layers",
      `{"hidden": 8, "embedding": {"vocabulary": 1}, "layers": [${"0,".repeat(1_000_000)}0]}`,
      "a.yaml: layers: must be at most 1024 entries, not a list of 1000001",
    ],
  ])(
    "is too large: %s",
    (_what, text, expected) => {
      expect(complaint(text).split("\n")[0]).toBe(expected);
    },
    30_000,
  );
});

function bomb(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`,
  );
  return ["a0: &a0 [x, x]", ...lines].join("\n");
}

describe("any text", () => {
  it.each(Object.entries(anyText))("%s", (_what, expectAnswers) => {
    expectAnswers(200);
  });
});
