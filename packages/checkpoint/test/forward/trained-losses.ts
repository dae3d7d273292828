import { expect } from "vitest";
import { wasmKernels } from "../../src/kernel/wasm-kernels.js";
import { readLlama } from "../../testing/forward/llama.js";
import { lossOf } from "../../testing/forward/loss.js";
import { subNetwork } from "../../testing/forward/sub-network.js";
import { evalText, openTinyLlama, subnets } from "../tiny-llama.js";

/** The losses of the supernet and of the first so many of its 20 sub-networks are those that the training program measured. */
export async function expectTrainedLosses(count: number): Promise<void> {
  const { multiply } = await wasmKernels();
  const checkpoint = await openTinyLlama();
  const model = await readLlama(checkpoint);
  await checkpoint.close();
  const { check, context } = subnets();
  const measured = (network = model): number =>
    lossOf(network, evalText(), { windows: check.windows, context }, multiply);
  expect(Math.abs(measured() - check.full)).toBeLessThan(1e-3);
  expect(check.subnets.length).toBe(20);
  for (const { heads, ffn, loss } of check.subnets.slice(0, count))
    expect(Math.abs(measured(subNetwork(model, { heads, ffn })) - loss)).toBeLessThan(1e-3);
}
