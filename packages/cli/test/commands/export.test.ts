import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { lettersFiles } from "../../../tasks/test/checkpoint-files.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
beforeAll(async () => {
  mkdirSync(work.path("letters"), { recursive: true });
  for (const [path, data] of await lettersFiles())
    writeFileSync(work.path(path === "text.txt" ? path : `letters/${basename(path)}`), data);
});

interface Exported {
  readonly parameters: number;
  readonly leftOut: number;
  readonly weightBytes: number;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
  readonly weights: string;
  readonly cache: boolean;
}

const config = "docs/examples/tiny-llama/config.json";

describe("export", () => {
  it("writes the weights of a checkpoint", async () => {
    const out = work.path("letters.onnx");
    const found = await runJsonInProcess<Exported>(["export", work.path("letters"), "-o", out]);
    expect(found).toMatchObject({ weights: "checkpoint", leftOut: 0, cache: true });
    expect(found.weightBytes).toBe(4 * found.parameters);
    expect(found.files).toEqual([{ file: out, bytes: statSync(out).size }]);
    expect(work.list(/^letters\.onnx/)).toEqual(["letters.onnx"]);
  });

  it("writes the same bytes by the same seed, and others by another", async () => {
    const bytes: string[] = [];
    for (const [name, seed] of [
      ["one", "1"],
      ["two", "1"],
      ["three", "2"],
    ] as const) {
      const out = work.path(`${name}.onnx`);
      await runJsonInProcess(["export", config, "-o", out, "--seed", seed, "--context", "64"]);
      bytes.push(work.read(`${name}.onnx`));
    }
    expect(bytes[1]).toBe(bytes[0]);
    expect(bytes[2]).not.toBe(bytes[0]);
  });

  it("writes weights beside the model if it is asked to, and fits a terminal", async () => {
    const out = work.path("apart.onnx");
    const shown = await runInProcess(["export", config, "-o", out, "--external"]);
    expectPrinted(shown);
    expect(shown.stdout).toContain("past_key_values.N.key");
    expect(work.list(/^apart/)).toEqual(["apart.onnx", "apart.onnx.data"]);
  });
});

describe("export refuses", () => {
  it.each([
    [["export", config], "required option '-o, --out <file>' not specified"],
    [["export", config, "-o", "model.pt"], "--out must name a file that ends with .onnx"],
    [["export", config, "-o", "m.onnx", "--lora", "x"], "--lora is for checkpoints"],
    [["export", "docs/examples/tiny-gpt2/config.json", "-o", "m.onnx", "--context", "99999"], "sees at most"],
    [["export", work.path("none.json"), "-o", "m.onnx"], /none\.json/],
  ])("%j", async (args, message) => {
    expectRefused(await runInProcess(args), 2, message);
  });

  it("a network that cannot be run, with the reason of its row, and writes nothing", async () => {
    const layer = "{ mixer: { kind: mamba, width: 32, state: 4, kernel: 2, rank: 1 } }";
    work.write("mamba.yaml", `hidden: 16\nembedding: { vocabulary: 9 }\nlayers: [${layer}]\n`);
    const shown = await runInProcess(["export", work.path("mamba.yaml"), "-o", work.path("mamba.onnx")]);
    expectRefused(shown, 1, "a network with mamba cannot be run: it needs a recurrence over tokens");
    expect(work.list(/mamba\.onnx/)).toEqual([]);
  });
});
