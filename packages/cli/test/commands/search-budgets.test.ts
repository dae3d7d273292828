import { cost, readArchitecture } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { spaceYaml } from "../configs.js";
import { expectPrinted, expectRefused, expectUnwritten } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const small = work.path(work.write("small.yaml", spaceYaml));

describe("search under several budgets", () => {
  const budgets = ["--max-params", "30M", "--max-flops", "30G", "--max-kv-bytes", "20KB"];

  it("keeps them all, and proves that nothing scores higher", async () => {
    const words = [
      "search",
      "llama-small-wide",
      ...budgets,
      "--dtype",
      "bfloat16",
      "--proxy",
      "zerolm",
      "--alpha",
      "0.5",
      "--top",
      "2",
    ];
    expectPrinted(await runInProcess(words));
    const { stdout } = await runInProcess([...words, "--json"]);
    const { method, optimal, best } = JSON.parse(stdout);
    expect({ method, optimal, found: best.length }).toEqual({ method: "milp", optimal: true, found: 2 });
    for (const { architecture } of best) {
      const found = readArchitecture(JSON.stringify(architecture));
      const { parameters, flops, cacheBytesPerToken } = cost(found, { dtype: "bfloat16" });
      expect(parameters.total).toBeLessThanOrEqual(30e6);
      expect(flops.perSequence).toBeLessThanOrEqual(30e9);
      expect(cacheBytesPerToken).toBeLessThanOrEqual(20e3);
    }
  });

  it("counts active parameters and bytes", async () => {
    const words = [
      "search",
      "moe-small-wide",
      "--max-active-params",
      "30M",
      "--max-bytes",
      "60MB",
      "--dtype",
      "int8",
    ];
    const { stdout } = await runInProcess([...words, "--proxy", "nsc", "--top", "1", "--json"]);
    const { parameters, weightBytes } = cost(
      readArchitecture(JSON.stringify(JSON.parse(stdout).best[0].architecture)),
      { dtype: "int8" },
    );
    expect(parameters.active).toBeLessThanOrEqual(30e6);
    expect(weightBytes).toBeLessThanOrEqual(60e6);
  });

  it("counts with the constants that are set, and says them", async () => {
    const words = ["search", "llama-small", "--proxy", "shape", "--max-params", "135M", "--top", "1"];
    const set = ["--set", "vocabulary=49152", "--set", "group=3"];
    const { code, stdout } = await runInProcess([...words, ...set]);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^llama-small, vocabulary 49152, group 3: .*\nby shape, tuned on /),
    });
    expectRefused(await runInProcess([...words, "--set", "vocab"]), 2, "such as vocabulary=49152");
    expectRefused(await runInProcess([...words, "--set", "vocab=1"]), 2, "has no constant vocab");
  });

  it("says what would have to be allowed where nothing fits", async () => {
    const words = ["search", "llama-small-wide", "--proxy", "zerolm", "--alpha", "0.5"];
    const both = await runInProcess([...words, "--max-params", "11M", "--min-flops", "30G"]);
    expectRefused(
      both,
      1,
      /raise the maximum of parameters to [\d,]+, or lower the minimum of FLOPs to [\d,]+/,
    );
    const narrow = ["--max-non-embedding-params", "40000100", "--min-non-embedding-params", "40000099"];
    const one = await runInProcess(["search", "lts-gpt2", "--proxy", "nsc", ...narrow]);
    expectRefused(one, 1, "raise the maximum of non-embedding parameters to 40,002,432", "to 39,999,040");
  });

  it("refuses a dtype that counts nothing, and a minimum above its maximum", async () => {
    expectRefused(
      await runInProcess(["search", small, "--dtype", "int8"]),
      2,
      "--dtype needs a budget on bytes, such as --max-bytes, --max-kv-bytes or --max-memory, or --proxy weightBytes, kvBytes or memory",
    );
    const words = ["search", small, "--max-kv-bytes", "1KB", "--min-kv-bytes", "1KiB"];
    expectRefused(
      await runInProcess(words),
      2,
      "the minimum of KV-cache bytes per token (1,024) is above the maximum",
    );
  });
});

describe("search --out config.json", () => {
  it("says who reads layers that differ, and writes equal ones where they are asked for", async () => {
    const out = work.path("config.json");
    const words = ["search", "llama-small-wide", "--max-params", "30M", "--proxy", "nsc", "--out", out];
    const differing = await runInProcess(words);
    expect(differing.code).toBe(0);
    expect(differing.stderr.replaceAll("\n", " ")).toMatch(
      /A nemotron-nas config: .*trust_remote_code.*\(--layers-equal\)\./,
    );
    expect(JSON.parse(work.read("config.json"))).toMatchObject({ architectures: ["DeciLMForCausalLM"] });
    expect(readArchitecture(work.read("config.json")).layers.length).toBeGreaterThan(1);
    const { code, stdout } = await runInProcess([...words, "--layers-equal"]);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("llama-small-wide, layers equal: "),
    });
    const found = readArchitecture(work.read("config.json"));
    expect(new Set(found.layers.map((layer) => JSON.stringify(layer))).size).toBe(1);
    expect(cost(found).parameters.total).toBeLessThanOrEqual(30e6);
    const { stdout: json } = await runInProcess([...words, "--layers-equal", "--json"]);
    expect(JSON.parse(json)).toMatchObject({ layersEqual: true, optimal: true });
  });

  it("says what is in the way if the folder is not there", async () => {
    const out = work.path("none.d", "config.json");
    const words = ["flexibert", "--layers-equal", "--proxy", "zerolm", "--alpha", "0.5", "--out", out];
    const { stderr } = await runInProcess(["search", ...words]);
    expect(stderr).toContain("not written (ENOENT): the folder");
  });

  it("writes what Hugging Face reads", async () => {
    const out = work.path("config.json");
    const { code } = await runInProcess(["search", "bert-small-wide", "--max-params", "30M", "--out", out]);
    expect(code).toBe(0);
    expect(JSON.parse(work.read("config.json"))).toMatchObject({ model_type: "bert", hidden_size: 384 });
  });

  it("says what no family can say, and writes nothing", async () => {
    const out = work.path("none", "config.json");
    const words = ["lts-transformer-xl", "--proxy", "shape", "--max-params", "60M", "--top", "1"];
    const ended = await runInProcess(["search", ...words, "--out", out]);
    expectUnwritten(
      ended,
      "no Hugging Face family can express this architecture",
      "Write it as .yaml",
      "layers[",
    );
  });
});

describe("search for sizes", () => {
  const least = (...more: string[]) =>
    runInProcess([
      "search",
      "llama-small-wide",
      "--proxy",
      "kvBytes",
      "--minimize",
      "--min-params",
      "25M",
      ...more,
    ]);

  it("finds the smallest KV cache with at least so many parameters, and says that it is the least", async () => {
    const { stdout } = await least("--dtype", "bfloat16", "--top", "2");
    expect(stdout).toMatch(/^by kvBytes, dtype bfloat16, lowest first$/m);
    expect(stdout).toMatch(/^# {2}lowest score /m);
    expect(stdout).toMatch(/^Proven: no architecture within the budget scores lower\.$/m);
    expect(stdout).not.toContain("How far to trust");
    const document = JSON.parse((await least("--dtype", "bfloat16", "--top", "2", "--json")).stdout);
    expect(document).toMatchObject({ minimize: true, dtype: "bfloat16", optimal: true, bound: 2048 });
    expect(document.best.map(({ score }: { score: number }) => score)).toEqual([2048, 3072]);
    const found = readArchitecture(JSON.stringify(document.best[0].architecture));
    const { parameters, cacheBytesPerToken } = cost(found, { dtype: "bfloat16" });
    expect(cacheBytesPerToken).toBe(2048);
    expect(parameters.total).toBeGreaterThanOrEqual(25e6);
  });

  it("says that it looks for the most where nothing else is said", async () => {
    const { stdout } = await runInProcess(["search", small, "--proxy", "weightBytes", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ minimize: false, dtype: "float32" });
  });

  it.each([
    ["parameters", "--max-params", "30M"],
    ["weightBytes", "--min-params", "20M"],
    ["flops", "--max-flops", "30G"],
  ])("refuses a front of %s against itself", async (proxy, flag, limit) => {
    const ended = await runInProcess([
      "search",
      "llama-small-wide",
      "--proxy",
      proxy,
      flag,
      limit,
      "--pareto",
    ]);
    expectRefused(ended, 2, `a front of ${proxy} against `);
  });

  it("draws the front of parameters against FLOPs", async () => {
    const { stdout } = await runInProcess(["search", small, "--proxy", "parameters", "--pareto"]);
    expect(stdout).toMatch(/^Pareto front, score against FLOPs: /m);
  });
});
