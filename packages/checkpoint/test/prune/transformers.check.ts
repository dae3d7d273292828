import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathFolder, writePrunedFolder } from "@zerolm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { openCheckpoint } from "../../src/checkpoint.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { forward } from "../../testing/forward/forward.js";
import { readLlama } from "../../testing/forward/llama.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

/** What `load.py` prints. */
interface Loaded {
  readonly model: string;
  readonly parameters: number;
  readonly misfits: object;
  readonly logits: readonly number[];
}

/** A Python with torch and transformers: too much for every run of the tests, so that this file is run where it is named. */
const python = process.env.ZEROLM_PYTHON;
const script = join(import.meta.dirname, "load.py");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-transformers-"));
});
afterAll(() => rm(folder, { recursive: true }));

function loaded(path: string): Loaded {
  const { status, stdout, stderr } = spawnSync(python!, [script, path], {
    encoding: "utf8",
    env: { ...process.env, HF_HUB_OFFLINE: "1" },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Loaded;
}

/** Written with equal layers, half as large. */
async function written(family: string) {
  const example = examples[family]!;
  // Phi-3 pads with token 32,000 unless told otherwise.
  const checkpoint = await checkpointOf({ ...example, config: { ...example.config, pad_token_id: 0 } });
  const mapped = mapCheckpoint(checkpoint);
  const statistics = await squareStatistics(mapped, squaresHere(plainKernels));
  const planner = await prunePlanner(mapped, statistics, { uniform: "all", multipleOf: 2 });
  const plan = await planner.plan(planner.size - 0.45 * planner.nonEmbeddingSize);
  const path = join(folder, family);
  await writePrunedFolder(path, checkpoint, prunedCheckpoint(mapped, plan));
  return { path, plan };
}

describe("transformers", () => {
  it.each([
    ["llama", "LlamaForCausalLM"],
    ["mistral", "MistralForCausalLM"],
    ["qwen2", "Qwen2ForCausalLM"],
    ["qwen3", "Qwen3ForCausalLM"],
    ["gemma", "GemmaForCausalLM"],
    ["phi3", "Phi3ForCausalLM"],
  ])("loads a pruned %s with equal layers, every tensor in its place", async (family, model) => {
    const { path, plan } = await written(family);
    expect(plan.size).toBeLessThan(plan.sizeBefore);
    const { logits, ...found } = loaded(path);
    expect(found).toEqual({ model, parameters: plan.size, misfits: {} });
    if (family !== "llama") return;
    const smaller = await openCheckpoint(await pathFolder(path));
    const own = forward(await readLlama(smaller), [1, 2, 3, 4]);
    await smaller.close();
    expect(own).toHaveLength(logits.length);
    for (const [index, value] of logits.entries()) expect(own[index]).toBeCloseTo(value, 5);
  });
});
