import { describe, expect, it } from "vitest";
import { smallBert, tinyYaml } from "../configs.js";
import { expectRefused } from "../expectations.js";
import { run } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const pretty = (config: object): string => JSON.stringify(config, undefined, 2);
const deep = 100_000;

const cases: readonly (readonly [string, string, string | Uint8Array, string | RegExp])[] = [
  [
    "truncated JSON",
    "config.json",
    pretty(smallBert()).slice(0, 120),
    /config\.json:\d+:\d+: ends before its brackets close. It seems to be cut off./,
  ],
  ["an empty file", "config.json", "", "config.json: is empty"],
  ["white space", "a.yaml", " \n\n", "a.yaml: is empty"],
  [
    "binary garbage",
    "a.json",
    Uint8Array.from({ length: 999 }, (_, index) => index % 256),
    "a.json:2: is not UTF-8",
  ],
  ["UTF-16", "a.json", Buffer.from("\ufeff{}", "utf16le"), "a.json: is UTF-16 text. Save it as UTF-8."],
  [
    "JSON nested 100,000 deep",
    "a.json",
    "[".repeat(deep) + "]".repeat(deep),
    "a.json: [0]: must be a map of keys",
  ],
  ["brackets that never close", "a.json", "[".repeat(deep), /a\.json:1:\d+: is nested too deeply/],
  ["a key nested 100,000 deep", "a.json", `{"hidden": ${"[".repeat(deep)}`, /nested too deeply/],
  ["YAML nested deep", "a.yaml", `hidden: ${"[".repeat(5000)}`, /nested too deeply/],
  ["a list", "a.yaml", "- 1\n- 2\n", "a.yaml:1:3: [0]: must be a map of keys, not 1"],
  ["a number", "a.yaml", "7", "a.yaml:1:1: must be a map of keys, not 7"],
  ["two documents", "a.yaml", `${tinyYaml}---\n${tinyYaml}`, "a.yaml:6:1: holds several YAML documents"],
  [
    "a wrong key",
    "a.yaml",
    tinyYaml.replace("hidden", "hiden"),
    'a.yaml:2:1: hiden: is not a known key. Did you mean "hidden"?',
  ],
  ["a key twice", "a.yaml", `${tinyYaml}hidden: 3\n`, "a.yaml:6:1: hidden: is given twice"],
  ["a tab", "a.yaml", tinyYaml.replace("  - {", "\t- {"), /a\.yaml:5:\d+/],
  ["an alias without anchor", "a.yaml", "hidden: *h\n", "a.yaml"],
  ["aliases that multiply", "a.yaml", billionLaughs(), "a.yaml"],
  [
    "a huge name",
    "a.yaml",
    tinyYaml.replace("tiny", "x".repeat(5000)),
    "a.yaml:1:1: name: must be at most 1000",
  ],
  [
    "heads that do not divide",
    "a.yaml",
    tinyYaml.replace("heads: 4", "heads: 5"),
    "a.yaml:5:44: layers[0].mixer.heads: 5 heads do not divide hidden 64",
  ],
  [
    "heads that do not divide",
    "c.json",
    pretty(smallBert({ num_attention_heads: 7 })),
    "c.json:8:3: num_attention_heads: num_attention_heads 7 does not divide hidden_size 64",
  ],
  [
    "an unknown family",
    "c.json",
    pretty(smallBert({ model_type: "brt" })),
    'c.json:2:3: model_type: is "brt", a family that is not read',
  ],
  ["no family", "c.json", pretty(smallBert({ model_type: undefined })), "model_type: is missing"],
  [
    "an unknown class",
    "c.json",
    pretty(smallBert({ architectures: ["GPT2Model"] })),
    "is a class of model_type gpt2, but model_type is bert",
  ],
  [
    "a config with a list of sizes",
    "c.json",
    pretty(smallBert({ hidden_size: [64] })),
    "c.json:6:3: hidden_size: must be a number, not a list of 1",
  ],
  [
    "two mistakes at once",
    "c.json",
    pretty(smallBert({ hidden_size: 0, vocab_size: "big" })),
    /c\.json:6:3: hidden_size: .*\n.*c\.json:10:3: vocab_size: /,
  ],
  [
    "a key that controls a terminal",
    "a.yaml",
    `${tinyYaml}"\\e[31mred": 1\n`,
    "\\u001b[31mred: is not a known key",
  ],
];

function billionLaughs(): string {
  const lines = Array.from(
    { length: 9 },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(10)}]`,
  );
  return ["a0: &a0 [x]", ...lines].join("\n");
}

describe("bad input", () => {
  it.each(cases)("%s in %s", async (_what, name, content, message) => {
    const file = work.path(work.write(name, content));
    for (const command of ["inspect", "rank"]) expectRefused(await runInProcess([command, file]), 2, message);
  });

  it.each([
    ["hidden_size", -64, "must be at least 1, not -64"],
    ["hidden_size", 0, "must be at least 1, not 0"],
    ["hidden_size", 64.5, "must be a whole number, not 64.5"],
    ["hidden_size", 1e12, "must be at most 262144, not 1000000000000"],
    ["num_hidden_layers", 1e6, "must be at most 1024"],
    ["vocab_size", 1e300, "vocab_size: must be"],
    ["vocab_size", "30522", 'not "30522"'],
    ["num_attention_heads", null, "not null"],
    ["intermediate_size", true, "not true"],
  ])("%s of %j", async (key, value, message) => {
    const file = work.path(work.write("size.json", pretty(smallBert({ [key]: value }))));
    const ended = await runInProcess(["inspect", file]);
    const line = pretty(smallBert()).split(`"${key}"`)[0]?.split("\n").length;
    expectRefused(ended, 2, `size.json:${line}:3: ${key}: `, message);
  });

  it("that is not there, is a folder, or is too large", async () => {
    const none = await run(["inspect", work.path("none.yaml")]);
    expectRefused(none, 2, "none.yaml: there is no such file. Check the path.");
    work.write("empty/file", "");
    expectRefused(await run(["inspect", work.path("empty")]), 2, "this folder holds no config.json");
    const below = await run(["inspect", work.path("empty", "file", "below.json")]);
    expectRefused(below, 2, "a part of the path is a file and not a folder");
    const large = work.path(work.write("large.json", new Uint8Array(5 * 1024 * 1024)));
    expectRefused(await run(["rank", large]), 2, "at most 4,194,304 bytes are read", "Is it the right file?");
  });

  it("of the built program, from a file and from standard input", async () => {
    const config = pretty(smallBert({ hidden_size: -1 }));
    const file = work.path(work.write("built.json", config));
    const says = "6:3: hidden_size: must be at least 1, not -1\n";
    expectRefused(await run(["inspect", file]), 2, `${file}:${says}`);
    expectRefused(await run(["rank", "-"], { input: config }), 2, `standard input:${says}`);
    expectRefused(await run(["inspect", "-"], { input: Uint8Array.of(0xff, 0xfe, 0) }), 2, "UTF-16");
    const nested = await run(["inspect", "-"], { input: `{"hidden":${"[".repeat(deep)}` });
    expect(nested).toMatchObject({ code: 2, stdout: "" });
  });
});
