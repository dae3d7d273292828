import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { huggingFaceFamilies } from "@zerolm/core";
import { beforeAll, describe, expect, it } from "vitest";
import { examples } from "../../../checkpoint/test/family/examples.js";
import { smallBert, tinyYaml } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { run } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { writeTrained } from "../trained.js";
import { workFolder } from "../work-folder.js";

interface Ranking {
  readonly proxy: string;
  readonly weights?: string;
  readonly weightsNotRead?: readonly string[];
  readonly std?: string;
  readonly ranking: readonly { readonly name: string; readonly score: number; readonly parameters: number }[];
}

interface Inspected {
  readonly parameters: number;
  readonly layers: readonly { readonly capacity: number; readonly logDeterminant: number }[];
}

const work = workFolder();
const families = (Object.keys(huggingFaceFamilies) as (keyof typeof huggingFaceFamilies)[]).filter(
  (family) => family in examples,
);
beforeAll(async () => {
  for (const family of families) await writeTrained(work.path(family), family);
  work.write("tiny.yaml", tinyYaml);
  work.write("small/config.json", smallBert());
});

async function json<Document>(...words: string[]): Promise<Document> {
  const { code, stdout, stderr } = await runInProcess([...words, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Document;
}

const rank = (...words: string[]): Promise<Ranking> => json("rank", ...words);

describe("rank of a checkpoint", () => {
  it.each(families)("scores the weights that are in it, as inspect shows them: %s", async (family) => {
    const { weights, ranking } = await rank(work.path(family));
    expect(weights).toBe("real");
    const { layers } = await json<Inspected>("inspect", work.path(family));
    const sum = layers.reduce((total, { capacity }) => total + capacity, 0);
    expect(ranking[0]?.score).toBeCloseTo(0.5 * sum, 6);
    const whole = await rank(work.path(family), "--proxy", "nsc", "--nsc-attention", "whole");
    expect(whole).toMatchObject({ proxy: "nsc", weights: "real" });
    expect(whole.std).toBeUndefined();
    const determinants = layers.reduce((total, { logDeterminant }) => total + logDeterminant, 0);
    expect(whole.ranking[0]?.score).toBeCloseTo(determinants, 4);
  });

  it("orders several, in a terminal, and says whose weights it scored", async () => {
    const paths = [work.path("llama"), work.path("gpt2", "model.safetensors")];
    const shown = await run(["rank", ...paths]);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(/^by zerolm on real weights, alpha 0\.5 \(default\)\n/);
    expect(shown.stdout).not.toContain("± sd");
    const { stdout } = await runInProcess(["rank", ...paths, "--proxy", "nsc"]);
    expect(stdout).toMatch(/^by nsc on real weights, nsc-attention per-head\n/);
  });

  it("goes by the configs where something else is ranked beside it or by it, and says so", async () => {
    const [trained, other] = [work.path("llama"), work.path("gpt2")];
    const files = [trained, work.path("tiny.yaml"), work.path("small"), other];
    expect(await rank(...files)).toMatchObject({ proxy: "shape", weightsNotRead: [trained, other] });
    const mixed = await rank(...files, "--proxy", "zerolm");
    expect(mixed).not.toHaveProperty("weights");
    expect(mixed.weightsNotRead).toEqual([trained, other]);
    const expected = await rank(trained, "--weights", "expected");
    expect(expected.weightsNotRead).toEqual([trained]);
    expect(mixed.ranking.find(({ name }) => name === trained)?.score).toBe(expected.ranking[0]?.score);
    for (const words of [
      ["--proxy", "series"],
      ["--initialiser", "xavier"],
      ["--proxy", "nsc", "--std", "0.1"],
    ])
      expect((await rank(trained, ...words)).weightsNotRead).toEqual([trained]);
    const { stdout } = await runInProcess(["rank", trained, work.path("tiny.yaml")]);
    expect(stdout).toContain("weights not read, ranked by config:");
    expect(await rank(work.path("tiny.yaml"), work.path("small"))).not.toHaveProperty("weightsNotRead");
  });

  it("refuses real weights where there are none, or where they mean nothing", async () => {
    const refused = async (words: string[], says: string): Promise<void> =>
      expectRefused(await runInProcess(["rank", ...words, "--weights", "real"]), 2, says);
    await refused([work.path("llama"), work.path("tiny.yaml")], "tiny.yaml holds no weights");
    await refused(
      [work.path("llama"), "--proxy", "series"],
      "--weights real belongs to zerolm and nsc, not to series. Add --proxy zerolm.",
    );
    await refused([work.path("llama"), "--initialiser", "xavier"], "--initialiser has no effect");
    await refused([work.path("llama"), "--proxy", "nsc", "--std", "1"], "--std has no effect");
    work.write("broken/model.safetensors", "x");
    work.write("broken/config.json", smallBert());
    expectRefused(await runInProcess(["rank", work.path("broken")]), 2, "model.safetensors");
  });
});

describe("what prune writes", () => {
  const forms = [
    ["--uniform", "all"],
    ["--uniform", "heads"],
    ["--uniform", "none"],
    ["--uniform", "none", "--drop", "--at-least", "1"],
    ["--uniform", "all", "--drop", "--at-least", "1"],
  ];
  const pruned = families.filter((family) => huggingFaceFamilies[family].pruning.unequalAs !== undefined);
  /** Of some families, FFN rows alone are cut, and no program is known to load layers that differ. */
  const rowsAlone = (family: (typeof families)[number]): boolean =>
    huggingFaceFamilies[family].pruning.headsStay !== undefined;
  const cases = pruned.flatMap((family) =>
    forms
      .filter((form) => form[1] === "all" || !rowsAlone(family))
      .map((form) => ({ family, form, title: form.join(" ") })),
  );

  it.each(cases)("is read by rank and inspect: $family $title", async ({ family, form }) => {
    const out = work.path(`${family} ${form.join(" ")}`);
    const keep = rowsAlone(family) && !form.includes("--drop") ? "0.9" : "0.7";
    const words = ["prune", work.path(family), "--keep", keep, "-o", out, "--multiple-of", "2", ...form];
    const planned = await runInProcess([...words, "--json"]);
    // A Nemotron-NAS whose layers have nothing in common cannot be made equal.
    if (family === "nemotron-nas" && planned.code === 1) return expectRefused(planned, 1, "for all layers");
    if (["t5", "mt5"].includes(family) && form.includes("--drop"))
      return expectRefused(planned, 2, `no layer of ${family} can be left out`);
    expect(planned).toMatchObject({ code: 0, stderr: "" });
    const { size } = JSON.parse(planned.stdout) as { size: number };
    const { weights, ranking } = await rank(out);
    expect(weights).toBe("real");
    expect(ranking[0]?.parameters).toBe(size);
    const { layers, parameters } = await json<Inspected>("inspect", out);
    expect(parameters).toBe(size);
    expect(ranking[0]?.score).toBeCloseTo(0.5 * layers.reduce((sum, { capacity }) => sum + capacity, 0), 6);
    // The examples do not say which head they have, and a config alone is then one of a model without.
    const file = join(out, "config.json");
    const written = JSON.parse(readFileSync(file, "utf8")) as { architectures?: string[] };
    const head = Object.keys(huggingFaceFamilies[family].heads).find((name) => name.endsWith("ForCausalLM"));
    if (!head && !written.architectures) return;
    writeFileSync(file, JSON.stringify({ ...(head && { architectures: [head] }), ...written }));
    const config = await json<{ parameters: { total: number } }>("inspect", file);
    expect(config.parameters.total).toBe(size);
  });

  it.each(families.filter((family) => !pruned.includes(family)))(
    "is nothing for %s, and why is said",
    async (family) => {
      const { refused } = huggingFaceFamilies[family].pruning;
      const words = ["prune", work.path(family), "--keep", "0.8", "--dry-run"];
      expectRefused(await runInProcess(words), 2, `checkpoints of ${family} cannot be pruned: ${refused}`);
    },
  );
});
