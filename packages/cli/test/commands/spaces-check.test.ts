import { describe, expect, it } from "vitest";
import { spaceYaml } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();

const good = `name: mine
macro:
  hidden: [64, 128]
  depth: [2, 3]
layer:
  heads: [2, 4]
  ffnWidth: [128, 256]
architecture:
  hidden: hidden
  embedding: { vocabulary: 1000 }
layers:
  mixer: { kind: attention, heads: heads }
  ffn: { kind: plain, width: ffnWidth }
`;

/** What is changed, into what, and what the error says. */
const broken: readonly (readonly [string, string, string, string])[] = [
  ["a misspelt key", "layer:\n", "layr:\n", ":5:1: layr:"],
  ["no name", "name: mine", "title: mine", ":1:1: name:"],
  ["an empty choice", "[64, 128]", "[]", ":3:3: macro.hidden: must be at least 1"],
  [
    "a range that runs backwards",
    "[64, 128]",
    "{ from: 128, to: 64, step: 64 }",
    ":3:3: macro.hidden: has a range without values",
  ],
  ["a range without end", "[2, 3]", "{ from: 1, to: 1e9 }", ":4:3: macro.depth: has 1000000000 options"],
  ["half a layer", "[2, 3]", "[2.5]", ":4:"],
  ["heads that do not divide", "heads: [2, 4]", "heads: [3]", "12:"],
  ["a name that nothing explains", "width: ffnWidth", "width: ffnWith", ":13:"],
  ["a choice that nothing uses", "heads: heads", "heads: 2", ":6:"],
  ["an unknown mixer", "kind: attention", "kind: attenton", ":12:"],
  ["an expression cut short", "width: ffnWidth", 'width: "4 *"', ":13:"],
  ["a division by zero", "width: ffnWidth", 'width: "ffnWidth / 0"', ":13:"],
  ["no vocabulary", "{ vocabulary: 1000 }", "{}", ":10:"],
  [
    "a constraint that nothing meets",
    "architecture:",
    "where:\n  - hidden > 1000\narchitecture:",
    ":8:1: where:",
  ],
  ["YAML that does not end", "[2, 4]", "[2, 4", ":"],
];

describe("spaces check", () => {
  it("says what a space holds", async () => {
    const file = work.path(work.write("good.yaml", good));
    expectPrinted(await runInProcess(["spaces", "check", file]));
    const { stdout } = await runInProcess(["spaces", "check", file, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      name: "mine",
      size: String(2 * (4 ** 2 + 4 ** 3)),
      macroOptions: 4,
      depth: { minimum: 2, maximum: 3 },
      hidden: { minimum: 64, maximum: 128 },
    });
    const other = work.path(work.write("other.yaml", spaceYaml));
    expect((await runInProcess(["spaces", "check", other])).code).toBe(0);
  });

  it.each(broken)("refuses %s with line and key, as search does", async (title, from, to, says) => {
    expect(good).toContain(from);
    const file = work.path(work.write(`${title.replaceAll(" ", "-")}.yaml`, good.replace(from, to)));
    const checked = await runInProcess(["spaces", "check", file]);
    expectRefused(checked, 2, says);
    expect(await runInProcess(["search", file])).toEqual(checked);
  });
});
