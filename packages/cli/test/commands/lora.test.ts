import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { openCheckpoint, tensorValues } from "@zerolm/checkpoint";
import { Random } from "@zerolm/core";
import { pathFolder } from "@zerolm/node";
import { beforeAll, describe, expect, it } from "vitest";
import { fileOf, tensorOf } from "../../../checkpoint/test/safetensors/files.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { run } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { writeTrained } from "../trained.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const random = new Random(5);
const [rank, alpha] = [2, 6];
const shapes: Readonly<Record<string, readonly [number, number]>> = {
  "model.layers.0.self_attn.q_proj": [8, 8],
  "model.layers.1.self_attn.v_proj": [4, 8],
  "model.layers.1.mlp.down_proj": [8, 12],
};
const factors = new Map(
  Object.entries(shapes).map(([module, [rows, cols]]) => {
    const normal = (length: number): Float32Array =>
      Float32Array.from({ length }, () => 0.3 * random.normal());
    return [module, { rows, cols, a: normal(rank * cols), b: normal(rows * rank) }];
  }),
);

async function writeAdapter(name: string, rename = (module: string): string => module): Promise<void> {
  const tensors = [...factors].flatMap(([module, { rows, cols, a, b }]) => [
    tensorOf(`base_model.model.${rename(module)}.lora_A.weight`, "F32", [rank, cols], a),
    tensorOf(`base_model.model.${rename(module)}.lora_B.weight`, "F32", [rows, rank], b),
  ]);
  mkdirSync(work.path(name));
  writeFileSync(work.path(name, "adapter_model.safetensors"), await fileOf(tensors));
  work.write(`${name}/adapter_config.json`, { peft_type: "LORA", r: rank, lora_alpha: alpha });
}

/** The base with alpha / r · B·A added, tensor by tensor, by nothing of the library but its reader. */
async function writeMerged(): Promise<void> {
  const base = await openCheckpoint(await pathFolder(work.path("base")));
  const tensors = await Promise.all(
    [...base.tensors.values()].map(async (tensor) => {
      const values = await tensorValues(tensor);
      const added = factors.get(tensor.name.replace(/\.weight$/, ""));
      const sum = (index: number): number => {
        if (!added) return 0;
        const [row, col] = [Math.floor(index / added.cols), index % added.cols];
        let total = 0;
        for (let at = 0; at < rank; at++)
          total += ((added.b[row * rank + at]! * alpha) / rank) * added.a[at * added.cols + col]!;
        return total;
      };
      return tensorOf(
        tensor.name,
        "F32",
        tensor.shape,
        values.map((value, index) => value + sum(index)),
      );
    }),
  );
  await base.close();
  mkdirSync(work.path("merged"));
  for (const file of ["config.json", "tokenizer.json"])
    writeFileSync(work.path("merged", file), readFileSync(work.path("base", file)));
  writeFileSync(work.path("merged/model.safetensors"), await fileOf(tensors));
}

beforeAll(async () => {
  await writeTrained(work.path("base"), "llama");
  await writeTrained(work.path("other"), "qwen3");
  await writeAdapter("adapter");
  await writeAdapter("unknown", (module) => module.replace("q_proj", "wq"));
  await writeMerged();
  mkdirSync(work.path("empty"));
});

describe("--lora", () => {
  it("prunes to the weights that the merged checkpoint is pruned to", async () => {
    const flags = ["--keep", "0.7", "--multiple-of", "2", "--quiet"];
    const words = [
      "prune",
      work.path("base"),
      "--lora",
      work.path("adapter"),
      "-o",
      work.path("one"),
      ...flags,
    ];
    expect(await run(words)).toMatchObject({ code: 0, stderr: "" });
    await runInProcess(["prune", work.path("merged"), "-o", work.path("two"), ...flags]);
    for (const file of ["model.safetensors", "config.json"])
      expect(readFileSync(work.path("one", file)).equals(readFileSync(work.path("two", file)))).toBe(true);
    const [one, two] = ["one", "two"].map(
      (name) => JSON.parse(work.read(`${name}/pruning.json`)) as { kept: object; lora?: string },
    );
    expect(one!.kept).toEqual(two!.kept);
    expect(one!.lora).toBe("adapter");
    expect(two!.lora).toBeUndefined();
    await runInProcess(["prune", work.path("base"), "-o", work.path("three"), ...flags]);
    const [adapted, plain] = ["one", "three"].map((name) =>
      readFileSync(work.path(name, "model.safetensors")),
    );
    expect(adapted!.equals(plain!)).toBe(false);
  });

  it("shows the capacity of the merged weights, and says so", async () => {
    const inspected = async (name: string, words: readonly string[] = []): Promise<{ layers: object[] }> => {
      const { stdout } = await runInProcess(["inspect", work.path(name), "--json", ...words]);
      return JSON.parse(stdout) as { layers: object[] };
    };
    const merged = await inspected("merged");
    expect((await inspected("base", ["--lora", work.path("adapter")])).layers).toEqual(merged.layers);
    expect((await inspected("base")).layers).not.toEqual(merged.layers);
    const shown = await runInProcess(["inspect", work.path("base"), "--lora", work.path("adapter")]);
    expectPrinted(shown);
  });

  it("refuses what is no adapter, and one of another model, with what does not fit", async () => {
    const refused = async (base: string, adapter: string, ...says: string[]): Promise<void> => {
      for (const command of ["inspect", "prune"]) {
        const rest = command === "prune" ? ["--keep", "0.8", "--dry-run"] : [];
        const words = [command, work.path(base), "--lora", work.path(adapter), ...rest];
        expectRefused(await runInProcess(words), 2, ...says);
      }
    };
    await refused("base", "empty", "holds no adapter_config.json and no adapter_model.safetensors", "PEFT");
    await refused("base", "other", "holds no adapter_config.json");
    await refused("base", "none", "there is no such file");
    await refused("base", "unknown", "layers.0.self_attn.wq.weight", "has no such tensor");
    await refused("other", "adapter", "do not fit the matrix [24, 8]", "adapter_model.safetensors");
    const config = work.path("base", "config.json");
    expectRefused(
      await runInProcess(["inspect", config, "--lora", work.path("adapter")]),
      2,
      "--lora",
      "for trained checkpoints",
    );
  });
});
