import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openCheckpoint } from "@zerolm/checkpoint";
import { type Architecture, Random } from "@zerolm/core";
import { pathFolder } from "@zerolm/node";
import { describe, expect, it } from "vitest";
import { openOnnx } from "../../src/backend/onnx/onnx.js";
import { findRuntime } from "../../src/backend/onnx/runtime.js";
import { nextTokenWindows } from "../../src/text/text-windows.js";
import { type TrainedNetwork, trainedNetwork } from "../../src/text/trained-network.js";
import { type WindowOptions, windowLosses } from "../../src/text/window-losses.js";
import { subNetwork } from "../../src/weights/sub-network.js";

const data = process.env.ZEROLM_DATA ?? "";
const hasRuntime = await findRuntime().then(
  () => true,
  () => false,
);

interface Sizes {
  readonly ffn: readonly number[];
  readonly heads: readonly number[];
  readonly loss: number;
}

/** A checkpoint of bytes beside a text and its losses. */
async function trained(name: string) {
  const folder = join(data, name);
  const checkpoint = await openCheckpoint(await pathFolder(folder));
  const network = await trainedNetwork(checkpoint);
  await checkpoint.close();
  const ids = Int32Array.from(readFileSync(join(folder, "eval.txt")));
  const read = <Value>(file: string): Value => JSON.parse(readFileSync(join(folder, file), "utf8")) as Value;
  return { network, windows: nextTokenWindows({ ids, before: [], behind: [] }, 128), read };
}

const runnable = hasRuntime && existsSync(join(data, "tiny-llama-kjv")) ? describe : describe.skip;
const executor = hasRuntime ? await openOnnx() : undefined;

async function lossOf(
  network: TrainedNetwork,
  windows: ReturnType<typeof nextTokenWindows>,
  options: WindowOptions,
) {
  const losses = await windowLosses(executor!, network, windows, options);
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** The architecture with so many heads and FFN rows in each layer. */
const cut = (architecture: Architecture, { ffn, heads }: Sizes): Architecture => ({
  ...architecture,
  layers: architecture.layers.map((layer, index) => ({
    ...layer,
    mixer: { ...layer.mixer!, heads: heads[index]!, keyValueHeads: heads[index]! } as typeof layer.mixer,
    ffn: { ...layer.ffn!, width: ffn[index]! } as typeof layer.ffn,
  })),
});

runnable("losses that were measured when the checkpoints were made", () => {
  it("of the supernet and of its sub-networks", async () => {
    const { network, windows, read } = await trained("tiny-llama-kjv");
    const { check, subnets, full } = read<{
      full: number;
      check: { windows: number; full: number; subnets: Sizes[] };
      subnets: Sizes[];
    }>("subnets.json");
    expect(Math.abs((await lossOf(network, windows, { windows: 256 })) - full)).toBeLessThan(1e-6);
    for (const one of check.subnets) {
      const smaller = subNetwork(network, cut(network.architecture, one));
      expect(Math.abs((await lossOf(smaller, windows, { windows: check.windows })) - one.loss)).toBeLessThan(
        1e-4,
      );
    }
    const random = new Random(1);
    for (const index of random.sample(2, subnets.length)) {
      const smaller = subNetwork(network, cut(network.architecture, subnets[index]!));
      const loss = await lossOf(smaller, windows, { windows: 256 });
      expect(Math.abs(loss - subnets[index]!.loss)).toBeLessThan(1e-4);
    }
  });

  it("of an ordinary network, whole and without each of its parts", async () => {
    const { network, windows, read } = await trained("plain-llama-kjv");
    const listed = read<{
      windows: number;
      full: number;
      without: Readonly<Record<"layer" | "attention" | "ffn", readonly number[]>>;
    }>("layers.json");
    const options = { windows: listed.windows };
    expect(Math.abs((await lossOf(network, windows, options)) - listed.full)).toBeLessThan(1e-6);
    for (const [kind, losses] of Object.entries(listed.without))
      for (const [layer, expected] of losses.entries()) {
        const parts = kind === "layer" ? ["attention", "ffn"] : [kind];
        const without = new Set(parts.map((part) => `layers.${layer}.${part}`));
        const loss = await lossOf(network, windows, { ...options, without });
        expect(Math.abs(loss - expected), `${kind} ${layer}`).toBeLessThan(1e-4);
      }
  });
});
