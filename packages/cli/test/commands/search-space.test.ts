import { describe, expect, it } from "vitest";
import { spaceYaml, tinyYaml } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const here = { cwd: work.folder };

describe("search with a space of one's own", () => {
  it("scores each of its architectures", async () => {
    work.write("my-space.yaml", spaceYaml);
    const found = await runJsonInProcess<object>(["search", "./my-space.yaml", "--top", "100"], here);
    expect(found).toMatchObject({
      space: "small",
      size: "160",
      evaluated: 160,
      optimal: true,
    });
    expectPrinted(await runInProcess(["search", "my-space.yaml"], here));
  });

  it("finds what the formula says is best", async () => {
    // depth 3, hidden 128, FFN 256: 3 · 0.02² · (α · 4 · 128 + (1 − α) · 2 · 256) at α = 0.5
    work.write("my-space.yaml", spaceYaml);
    const { best } = await runJsonInProcess<{ best: { score: number; ties: number; parameters: number }[] }>(
      ["search", "my-space.yaml", "--proxy", "zerolm", "--alpha", "0.5", "--top", "1"],
      here,
    );
    const layer = 4 * (128 * 128 + 128) + 2 * 128 * 256 + 256 + 128 + 4 * 128;
    expect(best[0]?.score).toBeCloseTo(3 * 0.02 ** 2 * 512, 12);
    expect(best[0]).toMatchObject({ ties: 8, parameters: 1000 * 128 + 3 * layer });
  });

  it("is read from JSON and from standard input as well", async () => {
    const asJson = {
      name: "json space",
      macro: { hidden: [64], depth: [1] },
      layer: { heads: [1, 2] },
      architecture: { hidden: "hidden", embedding: { vocabulary: 10 } },
      layers: { mixer: { kind: "attention", heads: "heads" }, ffn: { kind: "plain", width: 64 } },
    };
    const file = work.write("space.json", asJson);
    expect(await runJsonInProcess(["search", file], here)).toMatchObject({
      evaluated: 2,
      space: "json space",
    });
    expect(await runJson(["search", "-"], { input: spaceYaml })).toMatchObject({ evaluated: 160 });
    const shown = await runInProcess(["search", file, "--top", "1"], here);
    expect(shown.stdout).toMatch(/^json space: 2 architectures scored/);
  });

  it("prints no control characters out of it", async () => {
    work.write("red.yaml", spaceYaml.replace("name: small", `name: "${"long ".repeat(30)}\\e[31m\\nred"`));
    const shown = await runInProcess(["search", "red.yaml", "--pareto"], here);
    expectPrinted(shown);
    expect(shown.stdout).toContain("\\u001b[31m\\u000ared: 160 architectures");
  });
});

describe("search with a broken space", () => {
  it.each<readonly [string, string, string, string]>([
    [
      "a misspelt key",
      "layers:",
      "leyers:",
      'broken.yaml:11:1: leyers: is not a known key. Did you mean "layers"?',
    ],
    ["no depth", "depth: [2, 3]", "deep: [2, 3]", "broken.yaml:2:1: macro: needs the choice depth"],
    ["no options", "heads: [2, 4]", "heads: []", "broken.yaml:6:3: layer.heads: must be at least 1"],
    [
      "heads that do not divide",
      "heads: [2, 4]",
      "heads: [2, 5]",
      "broken.yaml:12:29: layers.mixer.heads: with hidden 64, depth 2, heads 5, ffnWidth 128: 5 heads",
    ],
    ["a fraction", "[128, 256]", "[128, 2.5]", "ffnWidth 2.5: must be a whole number, not 2.5"],
    [
      "a negative size",
      "[64, 128]",
      "[64, -128]",
      "architecture.hidden: with hidden -128, depth 2: must be at least 1, not -128",
    ],
    ["a size beyond all", "[64, 128]", "[64, 1e12]", "depth 2: must be at most 262144, not 1000000000000"],
    ["a depth beyond all", "[2, 3]", "[2, 5000]", "broken.yaml:4:3: macro.depth: must hold whole numbers"],
    ["an unknown kind", "kind: plain", "kind: plane", "ffnWidth 128: must be one of plain"],
    ["a bracket left open", "[64, 128]", "[64, 128", "broken.yaml:4:"],
    [
      "a key twice",
      "  depth: [2, 3]",
      "  depth: [2]\n  depth: [3]",
      "broken.yaml:5:3: macro.depth: is given twice",
    ],
    ["a tab", "  hidden: [64, 128]", "\thidden: [64, 128]", "broken.yaml:3:1"],
    [
      "too many to list",
      "ffnWidth: [128, 256]",
      `ffnWidth: [${"128, ".repeat(10_001)}1]`,
      "broken.yaml:7:3: layer.ffnWidth",
    ],
    ["no name", "name: small", "title: small", "broken.yaml:1:1: name: is missing"],
    [
      "a range that runs backwards",
      "hidden: [64, 128]",
      "hidden: { from: 128, to: 64, step: 64 }",
      "broken.yaml:3:3: macro.hidden: has a range without values",
    ],
    [
      "a range without end",
      "depth: [2, 3]",
      "depth: { from: 1, to: 1e9 }",
      "broken.yaml:4:3: macro.depth: has 1000000000 options",
    ],
    ["half a layer", "depth: [2, 3]", "depth: [2.5]", "broken.yaml:4:"],
    ["a name that nothing explains", "width: ffnWidth", "width: ffnWith", "broken.yaml:13:"],
    ["a choice that nothing uses", "heads: heads", "heads: 2", "broken.yaml:6:"],
    ["an expression cut short", "width: ffnWidth", 'width: "4 *"', "broken.yaml:13:"],
    ["a division by zero", "width: ffnWidth", 'width: "ffnWidth / 0"', "broken.yaml:13:"],
    ["no vocabulary", "{ vocabulary: 1000 }", "{}", "broken.yaml:10:"],
    [
      "a constraint that nothing meets",
      "architecture:",
      "where:\n  - hidden > 1000\narchitecture:",
      "broken.yaml:8:1: where:",
    ],
  ])("%s", async (_what, from, to, message) => {
    expect(spaceYaml).toContain(from);
    const file = work.path(work.write("broken.yaml", spaceYaml.replace(from, to)));
    const searched = await runInProcess(["search", file]);
    expectRefused(searched, 2, message);
    expect(await runInProcess(["spaces", "check", file])).toEqual(searched);
  });

  it("refuses to score each architecture of a space that is too large for that, and searches it exactly", async () => {
    const file = work.write("large.yaml", spaceYaml.replace("depth: [2, 3]", "depth: [60]"));
    const each = ["search", work.path(file), "--method", "exhaustive"];
    expectRefused(await runInProcess(each), 2, "too many to score");
    const { code, stdout } = await runInProcess(["search", work.path(file), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ method: "exact", optimal: true });
  });

  it("says of a file that is no space what is missing", async () => {
    work.write("tiny.yaml", tinyYaml);
    expectRefused(await runInProcess(["search", "tiny.yaml"], here), 2, "tiny.yaml:1:1: macro: is missing");
    expectRefused(await runInProcess(["search", "none.yaml"], here), 2, "none.yaml: there is no such file");
    expectRefused(await runInProcess(["search", "."], here), 2, ".: is a folder. Give a file.");
    expectRefused(await run(["search", "-"]), 2, "standard input: is empty");
  });
});
