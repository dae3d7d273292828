import { UsageError } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { wasmKernels } from "../../src/kernel/wasm-kernels.js";
import { forward } from "../../testing/forward/forward.js";
import { readLlama } from "../../testing/forward/llama.js";
import { lossOf } from "../../testing/forward/loss.js";
import { subNetwork } from "../../testing/forward/sub-network.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";
import { evalText, openTinyLlama, withoutTinyLlama } from "../tiny-llama.js";
import { expectTrainedLosses } from "./trained-losses.js";

describe.skipIf(withoutTinyLlama)("the loss of the trained supernet (needs ZEROLM_DATA)", () => {
  it("is that of the training program, whole and for 2 sub-networks", async () => {
    await expectTrainedLosses(2);
  });

  it("is the same with plain arithmetic", async () => {
    const { multiply } = await wasmKernels();
    const checkpoint = await openTinyLlama();
    const model = await readLlama(checkpoint);
    await checkpoint.close();
    const windows = { windows: 1, context: 128 };
    expect(lossOf(model, evalText(), windows)).toBeCloseTo(lossOf(model, evalText(), windows, multiply), 5);
  });
});

describe("forward", () => {
  it.each(["llama", "mistral", "qwen2", "qwen3", "nemotron-nas"])(
    "of %s sees the past alone, and positions",
    async (name) => {
      const model = await readLlama(await checkpointOf(examples[name]!));
      const long = forward(model, [1, 2, 3, 4]);
      const short = forward(model, [1, 2, 3]);
      expect(long).toHaveLength(40);
      for (const [index, value] of short.entries()) expect(value).toBeCloseTo(long[index]!, 6);
      expect(forward(model, [3, 2, 1]).slice(20)).not.toEqual(short.slice(20));
    },
  );

  it("with all heads and rows is the whole model, and refuses to cut a group", async () => {
    const model = await readLlama(await checkpointOf(examples.llama!));
    const same = subNetwork(model, { heads: [4, 4], ffn: [12, 12] });
    expect(forward(same, [1, 2])).toEqual(forward(model, [1, 2]));
    expect(() => subNetwork(model, { heads: [3, 4], ffn: [12, 12] })).toThrow(
      "3 heads cannot be kept. They come in groups of 2.",
    );
    expect(() => subNetwork(model, { heads: [4, 4], ffn: [13, 12] })).toThrow(UsageError);
    expect(() => subNetwork(model, { heads: [4], ffn: [12] })).toThrow("the model has 2 layers");
    const empty = subNetwork(model, { heads: [0, 0], ffn: [0, 0] });
    expect(forward(empty, [1, 2]).slice(10)).toEqual(forward(empty, [2]));
  });

  it("refuses what it would get wrong", async () => {
    const { config, ...rest } = examples.llama!;
    const failing = async (keys: object) =>
      readLlama(await checkpointOf({ ...rest, config: { ...config, ...keys } }));
    await expect(failing({ rope_scaling: { type: "linear" } })).rejects.toThrow("scaled rotary positions");
    await expect(failing({ hidden_act: "gelu" })).rejects.toThrow("only silu is supported");
    await expect(readLlama(await checkpointOf(examples.gemma!))).rejects.toThrow("only llama, mistral");
    const model = await failing({});
    expect(() => lossOf(model, [1, 2], { windows: 1, context: 2 })).toThrow("1 windows need 3");
    expect(() => lossOf(model, [1, 2, 99], { windows: 1, context: 2 })).toThrow("token 99 at place 2");
  });
});
