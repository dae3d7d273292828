import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathFolder, writePrunedFolder } from "@zerolm/node";
import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { openCheckpoint } from "../../src/checkpoint.js";
import { wasmKernels } from "../../src/kernel/wasm-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { type PruneOptions, prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { readLlama } from "../../testing/forward/llama.js";
import { lossOf } from "../../testing/forward/loss.js";

/*
 * What is pruned for llama.cpp before llama.cpp itself: `npm install --no-save node-llama-cpp@3.22.1`, then
 * `ZEROLM_PYTHON=python npx vitest run llama-cpp.check` with a Python that has gguf, safetensors and torch.
 */

const model = join(process.env.ZEROLM_DATA ?? "", "tiny-llama-kjv");
const python = process.env.ZEROLM_PYTHON ?? "python";
const hasGguf = spawnSync(python, ["-c", "import gguf, safetensors, torch"]).status === 0;
const windows = 16;
const context = 128;

/** What is used of the package, which is not installed with zerolm. */
interface LlamaCpp {
  readonly getLlama: (options: object) => Promise<{
    readonly loadModel: (options: { readonly modelPath: string }) => Promise<{
      readonly createContext: (options: object) => Promise<{
        readonly getSequence: () => {
          readonly clearHistory: () => Promise<void>;
          readonly controlledEvaluate: (
            tokens: readonly (readonly [number, object])[],
          ) => Promise<readonly { readonly next: { readonly probabilities: ReadonlyMap<number, number> } }[]>;
        };
      }>;
    }>;
  }>;
}

const name = "node-llama-cpp";
const llamaCpp: LlamaCpp | undefined = await import(name).catch(() => undefined);

/** Nats a byte in llama.cpp, on one thread. */
async function lossThere(file: string, text: Uint8Array): Promise<number> {
  const llama = await llamaCpp!.getLlama({ gpu: false, build: "never", logLevel: "error", maxThreads: 1 });
  const loaded = await llama.loadModel({ modelPath: file });
  const sequence = (
    await loaded.createContext({ contextSize: 256, batchSize: 256, threads: 1 })
  ).getSequence();
  let sum = 0;
  for (let window = 0; window < windows; window++) {
    const start = window * context;
    await sequence.clearHistory();
    const given = [...text.subarray(start, start + context)];
    const found = await sequence.controlledEvaluate(
      given.map((id) => [id, { generateNext: { probabilities: true } }] as const),
    );
    for (const [place, { next }] of found.entries())
      sum -= Math.log(next.probabilities.get(text[start + place + 1]!)!);
  }
  return sum / (windows * context);
}

describe.skipIf(!existsSync(model) || !hasGguf || !llamaCpp)(
  "llama.cpp (needs ZEROLM_DATA, node-llama-cpp, and gguf in the Python of ZEROLM_PYTHON)",
  () => {
    it.each<[string, PruneOptions]>([
      ["equal layers", { uniform: "all" }],
      ["layers that differ, as DeciLM", { multipleOf: 16 }],
    ])("has the loss of our own forward pass: %s", { timeout: 120_000 }, async (_, options) => {
      const checkpoint = await openCheckpoint(await pathFolder(model));
      const mapped = mapCheckpoint(checkpoint);
      const kernels = await wasmKernels();
      const statistics = await squareStatistics(mapped, squaresHere(kernels));
      const loader = options.uniform === "all" ? "llama.cpp" : "transformers";
      const planner = await prunePlanner(mapped, statistics, { ...options, loader, order: "stored" });
      const plan = await planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
      const folder = await mkdtemp(join(tmpdir(), "zerolm-gguf-"));
      const smaller = join(folder, "smaller");
      await writePrunedFolder(smaller, checkpoint, prunedCheckpoint(mapped, plan));
      const file = join(folder, "smaller.gguf");
      const script = join(import.meta.dirname, "to_gguf.py");
      const { status, stderr } = spawnSync(python, [script, smaller, file], { encoding: "utf8" });
      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
      const text = readFileSync(join(model, "eval.txt"));
      const written = await openCheckpoint(await pathFolder(smaller));
      const here = lossOf(await readLlama(written), text, { windows, context }, kernels.multiply);
      expect(await lossThere(file, text)).toBeCloseTo(here, 3);
      await written.close();
      await checkpoint.close();
      await rm(folder, { recursive: true });
    });
  },
);
