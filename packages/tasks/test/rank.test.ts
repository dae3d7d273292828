import { InputError, InterruptedError, UsageError } from "@zerolm/core";
import { run } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { smallBert, tinyYaml } from "../../cli/test/configs.js";
import { abortedAfter } from "../../core/testing/aborted-after.js";
import { trainedFiles } from "./checkpoint-files.js";
import { fakeHost } from "./fake-host.js";

const bert = (changed: Readonly<Record<string, unknown>> = {}): string => JSON.stringify(smallBert(changed));
const wide = bert({ intermediate_size: 512 });

const namesOf = async (files: [string, string][], paths = files.map(([path]) => path)): Promise<string[]> => {
  const { ranking } = await run("rank", { files: paths }, fakeHost(new Map(files)));
  return ranking.map(({ name }) => name);
};

describe("a sum of proxies", () => {
  it("ranks a list by normal scores, with the options of all", async () => {
    const files = new Map([
      ["tiny.yaml", tinyYaml],
      ["wide.json", wide],
      ["bert.json", bert()],
    ]);
    const request = { files: [...files.keys()], proxy: "shape+zerolm", options: { alpha: 0.3 } };
    const { proxy, ranking } = await run("rank", request, fakeHost(files));
    expect(proxy).toBe("shape+zerolm");
    // Φ⁻¹((3 − ½)/3) of both proxies, and Φ⁻¹((1.5 − ½)/3) of two equal ones.
    const [first, ...others] = ranking.map(({ name, score }) => [name, Number(score?.toFixed(6))]);
    expect(first).toEqual(["wide.json", 1.934843]);
    expect(others).toEqual(
      expect.arrayContaining([
        ["tiny", -0.861455],
        ["bert.json", -0.861455],
      ]),
    );
  });
});

describe("names in a ranking", () => {
  it("are the paths as given: the model that a config was made from is no name of the file", async () => {
    const phi = bert({ _name_or_path: "microsoft/Phi-3-mini-4k-instruct" });
    expect(
      await namesOf([
        ["one/config.json", phi],
        ["two/config.json", phi],
      ]),
    ).toEqual(["one/config.json", "two/config.json"]);
    expect(await namesOf([["cut/config.json", phi]], ["cut"])).toEqual(["cut"]);
  });

  it("are an architecture's own if no other has the same, and never equal", async () => {
    const own = tinyYaml;
    expect(await namesOf([["a.yaml", own]])).toEqual(["tiny"]);
    expect(
      await namesOf([
        ["a.yaml", own],
        ["b.yaml", own],
      ]),
    ).toEqual(["a.yaml", "b.yaml"]);
    expect(await namesOf([["a.json", wide]], ["a.json", "a.json"])).toEqual(["a.json", "a.json (2)"]);
    expect(
      await namesOf([
        ["a.yaml", own],
        ["tiny", wide],
      ]),
    ).toEqual(["tiny", "a.yaml"]);
  });
});

describe("files of several architectures", () => {
  const lines = [bert(), wide, JSON.stringify({ ...JSON.parse(bert()), num_hidden_layers: 3 })];
  it.each([
    ["JSON lines", `${lines.join("\n")}\n`],
    ["JSON lines with gaps", `\n${lines.join("\r\n\r\n")}`],
    ["a JSON list", `[${lines.join(",\n")}]`],
    ["a YAML list", lines.map((line) => `- ${line}`).join("\n")],
  ])("%s: every one is ranked", async (_, text) => {
    const { ranking } = await run("rank", { files: ["-"] }, fakeHost(new Map([["-", text]])));
    expect(ranking).toHaveLength(3);
    for (const { name } of ranking) expect(name).toMatch(/^standard input:\d$/);
    expect(new Set(ranking.map(({ name }) => name)).size).toBe(3);
  });

  it("are called by their names", async () => {
    const named = ["w1", "w2"].map((name) =>
      JSON.stringify({
        name,
        hidden: 64,
        embedding: { vocabulary: 9 },
        layers: [{ ffn: { kind: "plain", width: name === "w1" ? 64 : 128 } }],
      }),
    );
    expect(await namesOf([["many.jsonl", named.join("\n")]])).toEqual(["w2", "w1"]);
  });

  it("say of each that is wrong where it stands", async () => {
    const text = [bert(), bert({ num_attention_heads: 5 }), "{", bert({ hidden_size: -1 })].join("\n");
    const asked = run("rank", { files: ["a.jsonl"] }, fakeHost(new Map([["a.jsonl", text]])));
    const told = await asked.catch((error: InputError) => error.describe());
    for (const line of [2, 3, 4]) expect(told).toMatch(new RegExp(`^a\\.jsonl:${line}:`, "m"));
  });

  it("hold at least one", async () => {
    const asked = run("rank", { files: ["a.json"] }, fakeHost(new Map([["a.json", "[]"]])));
    await expect(asked).rejects.toThrow("holds no architecture");
  });
});

describe("files that cannot be read", () => {
  const host = () =>
    fakeHost(
      new Map([
        ["good.json", bert()],
        ["bad.json", bert({ num_attention_heads: 5 })],
        ["empty.json", ""],
      ]),
    );
  const files = ["bad.json", "good.json", "empty.json", "none.json"];

  it("are all reported", async () => {
    const asked = run("rank", { files }, host());
    await expect(asked).rejects.toThrow(InputError);
    const told = await asked.catch((error: InputError) => error.describe());
    for (const file of ["bad.json:1:", "empty.json", "none.json"]) expect(told).toContain(file);
    expect(told).toMatch(/^Use skipUnreadable to rank only what can be read \(1 architecture\)\.$/m);
  });

  it("are left out if asked, and listed with their reasons", async () => {
    const { ranking, unreadable } = await run("rank", { files, skipUnreadable: true }, host());
    expect(ranking.map(({ name }) => name)).toEqual(["good.json"]);
    expect(unreadable?.map(({ file }) => file)).toEqual(["bad.json", "empty.json", "none.json"]);
    expect(unreadable?.[0]?.reason).toContain("num_attention_heads 5 does not divide hidden_size 64");
  });

  it("are an error if no others are there", async () => {
    const asked = run("rank", { files: ["none.json", "empty.json"], skipUnreadable: true }, host());
    await expect(asked).rejects.toThrow(InputError);
  });
});

describe("a ranking that is stopped", () => {
  it("has what was scored by then, and says so", async () => {
    const files = new Map([...(await trainedFiles("llama")), ...(await trainedFiles("gpt2"))]);
    const stopped = await run(
      "rank",
      { files: ["llama", "gpt2"] },
      fakeHost(files, { signal: abortedAfter(40) }),
    );
    expect(stopped.interrupted).toBe(true);
    expect(stopped.ranking.map(({ name, rank }) => [name, rank])).toEqual([
      ["llama", 1],
      ["gpt2", undefined],
    ]);
    expect(stopped.ranking[1]).toMatchObject({ score: null, missing: "was stopped and returned no score" });
  });

  it("is an error before anything was", async () => {
    const files = await trainedFiles("llama");
    const host = fakeHost(files, { signal: { aborted: true } });
    await expect(run("rank", { files: ["llama"] }, host)).rejects.toThrow(InterruptedError);
  });
});

it.each([
  [{ options: { nscAttention: "whole" } }, "nscAttention belongs to nsc, not to shape. Add proxy nsc."],
  [{ options: { alpha: 0.3 } }, "alpha belongs to zerolm, not to shape. Add proxy zerolm."],
  [{ options: { weights: "expected" } }, "weights belongs to zerolm, not to shape. Add proxy zerolm."],
  [{ options: { weights: "real" } }, "weights real: a.json holds no weights"],
  [{ options: { sequence: 0 } }, "sequence"],
  [{ files: [] }, "the request to rank is not valid: files"],
  [{ files: ["-", "-"] }, "- is given twice"],
])("rank refuses %j, by the names of the request", async (wrong, message) => {
  const asked = run("rank", { files: ["a.json"], ...wrong }, fakeHost(new Map([["a.json", bert()]])));
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(message);
});
