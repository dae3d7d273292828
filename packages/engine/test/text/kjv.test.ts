import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openCheckpoint } from "@zerolm/checkpoint";
import { type Architecture, Random } from "@zerolm/core";
import { pathFolder } from "@zerolm/node";
import { describe, expect, it } from "vitest";
import { openOnnx } from "../../src/backend/onnx/onnx.js";
import { findRuntime } from "../../src/backend/onnx/runtime.js";
import { activations } from "../../src/text/activations.js";
import { nextTokenWindows } from "../../src/text/text-windows.js";
import { type TrainedNetwork, trainedNetwork } from "../../src/text/trained-network.js";
import { type WindowOptions, windowLosses } from "../../src/text/window-losses.js";
import { subNetwork } from "../../src/weights/sub-network.js";
import { numbersOf } from "../../src/weights/trained-weights.js";

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

interface LayerGolden {
  readonly heads: readonly number[];
  /** Of the first rows, and of all together. */
  readonly ffn: readonly number[];
  readonly ffnSum: number;
  readonly influence: number;
}

/** Of the first 8 windows, by a forward pass in NumPy, 64 bits, that shares no code with this one. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "golden/activations.json"), "utf8"),
) as Readonly<Record<string, readonly LayerGolden[]>>;

const expectNear = (computed: number, expected: number, what: string): void =>
  expect(Math.abs(computed - expected), what).toBeLessThan(1e-4 * Math.abs(expected));

runnable("activations are those of an independent forward pass", () => {
  it.each(Object.entries(golden))("of %s", async (name, expected) => {
    const { network, windows } = await trained(name);
    const layers = await activations(executor!, network, windows, { windows: 8 });
    expect(layers.map(({ layer }) => layer)).toEqual([...expected.keys()]);
    for (const [index, { heads, ffn, influence }] of layers.entries()) {
      const own = expected[index]!;
      expect(heads).toHaveLength(own.heads.length);
      for (const [head, square] of own.heads.entries()) expectNear(heads![head]!, square, `head ${head}`);
      for (const [row, square] of own.ffn.entries()) expectNear(ffn![row]!, square, `row ${row}`);
      expectNear(
        ffn!.reduce((sum, square) => sum + square, 0),
        own.ffnSum,
        "all rows",
      );
      expectNear(influence, own.influence, "influence");
    }
  });

  it("and those of channels make up the hidden size, behind layers and before the weights of norms", async () => {
    const { network, windows } = await trained("tiny-llama-kjv");
    const { hidden } = network.architecture;
    const layers = await activations(executor!, network, windows, { windows: 2 });
    for (const { layer, channels } of layers) {
      const sumOver = (part: "attention" | "ffn"): number => {
        const weights = numbersOf(network.weights, `layers.${layer}.${part}.norm`);
        return channels[part]!.reduce((sum, square, at) => sum + square / weights[at]! ** 2, 0);
      };
      expectNear(
        channels.behind.reduce((sum, square) => sum + square, 0),
        hidden,
        "behind",
      );
      expect(Math.abs(sumOver("attention") / hidden - 1)).toBeLessThan(0.01);
      expect(Math.abs(sumOver("ffn") / hidden - 1)).toBeLessThan(0.01);
    }
  });

  it("as far as a layer has the parts", async () => {
    const { network, windows } = await trained("tiny-llama-kjv");
    const without = new Set(["layers.0.ffn", "layers.1.attention", "layers.1.ffn"]);
    const [first, second] = await activations(executor!, network, windows, { windows: 1, without });
    expect(first).toMatchObject({ layer: 0, ffn: undefined });
    expect(second).toMatchObject({ layer: 1, heads: undefined, ffn: undefined });
    expect(Math.abs(second!.influence)).toBeLessThan(1e-6);
  });
});
