import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import {
  type Architecture,
  architectureAt,
  type BuiltinSpaceName,
  builtinSpace,
  builtinSpaces,
  cost,
  Random,
  resolveArchitecture,
  sample,
  WorkError,
} from "@zerolm/core";
import { ModelProtoSchema } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { findRuntime } from "../src/backend/onnx/runtime.js";
import { type ExportedModel, exportedModel } from "../src/export/exported-model.js";
import { mixerNetworks } from "../src/network/mixer/mixers.js";
import { initialWeights } from "../src/weights/initial-weights.js";
import { NormalPool } from "../src/weights/normal-pool.js";
import { examples } from "./examples.js";
import { exported, ownRun, piecesOf, runModel } from "./exported.js";

const found = await findRuntime(["onnxruntime-node"]).catch(() => undefined);
const it = found ? test : test.skip;

/** Expects what a model puts out to be what our own run computes, to the bit. */
async function expectOwnBits(architecture: Architecture): Promise<void> {
  const made = await exported(architecture);
  const length = made.model.inputs[0]?.axes[1];
  const fixed = typeof length === "number" ? length : undefined;
  for (const [sequences, tokens] of [
    [1, 1],
    [2, 5],
  ] as const) {
    const batch = { sequences, tokens: fixed ?? tokens };
    const given = [...(await runModel(made, batch))].filter(([name]) => !name.startsWith("new_"));
    expect(given.map(([, { data }]) => data)).toEqual(await ownRun(made, batch));
  }
}

describe("an exported model has the bits of our own run", () => {
  it.each(Object.entries(examples))("for %s", async (kind, architecture) => {
    if (kind === "encoder-decoder") await expect(exported(architecture)).rejects.toThrow(WorkError);
    else await expectOwnBits(architecture);
  });
});

describe("a cache", () => {
  const decoders = Object.entries(examples).filter(([, { kind }]) => kind === "decoder");

  it.each(decoders)("of %s gives what the whole text gives", async (_kind, architecture) => {
    const made = await exported({
      ...architecture,
      embedding: { ...architecture.embedding, positions: longer(architecture) },
    });
    if (!made.model.hasCache) {
      expect(architecture.layers.every(({ mixer }) => mixer?.kind === "attention")).toBe(false);
      return;
    }
    const whole = await runModel(made, { sequences: 2, tokens: 9 });
    let cache = await runModel(made, { sequences: 2, tokens: 4 });
    for (const [past, tokens] of [
      [4, 1],
      [5, 3],
      [8, 1],
    ] as const) {
      const more = await runModel(made, { sequences: 2, tokens }, { past, cache: asPast(cache) });
      for (const [name, { data, dims }] of more) {
        const axis = name.startsWith("new_") ? 2 : 1;
        expect(dims[axis]).toBe(tokens);
        const expected = along(whole.get(name)!, axis, past, past + tokens);
        expect(distance(data, expected), name).toBeLessThan(2e-6);
      }
      cache = new Map([...cache].map(([name, one]) => [name, joined(one, more.get(name)!)]));
    }
  });
});

/** Positions enough for a model whose number of tokens is open. */
const longer = ({ embedding: { positions } }: Architecture): number => (positions > 0 ? 40 : 0);

interface Numbers {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The part of an axis of four, or of three. */
function along({ data, dims }: Numbers, axis: number, start: number, end: number): Float32Array {
  const behind = dims.slice(axis + 1).reduce((product, size) => product * size, 1);
  const run = dims[axis]! * behind;
  return Float32Array.from(
    Array.from({ length: data.length / run }, (_, block) => [
      ...data.subarray(block * run + start * behind, block * run + end * behind),
    ]).flat(),
  );
}

function joined(one: Numbers, other: Numbers): Numbers {
  const parts = [one, other].map(({ data, dims }) => ({ data, run: dims[2]! * dims[3]! }));
  const blocks = one.dims[0]! * one.dims[1]!;
  const data = Array.from({ length: blocks }, (_, block) =>
    parts.flatMap((part) => [...part.data.subarray(block * part.run, (block + 1) * part.run)]),
  ).flat();
  return { data: Float32Array.from(data), dims: one.dims.with(2, one.dims[2]! + other.dims[2]!) };
}

const asPast = (cache: ReadonlyMap<string, Numbers>): ReadonlyMap<string, Numbers> =>
  new Map([...cache].map(([name, one]) => [name.replace("new_key_values", "past_key_values"), one]));

const distance = (one: Float32Array, other: Float32Array): number =>
  one.reduce(
    (most, x, index) => Math.max(most, Math.abs(x - other[index]!)),
    one.length === other.length ? 0 : 1,
  );

describe("the weights of a model are the parameters of its architecture", () => {
  // Before training a class token and the vectors of relative positions are zero, and models do without.
  it.each(Object.keys(builtinSpaces) as BuiltinSpaceName[])("in the space %s", (name) => {
    const space = builtinSpace(name);
    const architecture = architectureAt(space, sample(space, new Random(1)));
    const { trained } = initialWeights(architecture, new NormalPool(0));
    const { weightBytes } = exportedModel(architecture, { trained });
    const { total } = cost(architecture).parameters;
    const leftOut = total - weightBytes / 4;
    const isWhole = !/transformer-xl|autoformer|vit|latent/.test(name);
    expect(leftOut).toBeGreaterThanOrEqual(0);
    expect(leftOut / total).toBeLessThan(isWhole ? 1e-12 : 2e-4);
  });
});

describe("weights in a file beside the model", () => {
  it("are the same bytes, large ones at the start of pages", async () => {
    const { llama } = examples;
    const { trained, numbers } = initialWeights(llama!, new NormalPool(0));
    const model = exportedModel(llama!, { trained });
    const files = model.files(async (name) => numbers(name, sizeIn(model, name)), "llama.onnx.data", true);
    const bytes = await piecesOf(files.data!);
    expect(bytes.length).toBe(files.data!.bytes);
    expect(bytes.length).toBe(model.weightBytes + model.tableBytes);
    const { graph } = fromBinary(ModelProtoSchema, await piecesOf(files.model));
    const stored = graph!.initializer.filter(({ externalData }) => externalData.length > 0);
    for (const { name, externalData } of stored) {
      const place = new Map(externalData.map(({ key, value }) => [key, value]));
      expect(place.get("location")).toBe("llama.onnx.data");
      if (!model.weights.some((weight) => weight.name === name)) continue;
      const start = Number(place.get("offset"));
      const own = numbers(name, sizeIn(model, name));
      const there = bytes.subarray(start, start + Number(place.get("length")));
      expect(there).toEqual(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
    }
    expect(stored.length).toBeGreaterThan(model.weights.length);
  });

  it("are asked for in any case above 2 GiB, and read only when they are written", () => {
    const { llama } = examples;
    const embedding = { ...llama!.embedding, vocabulary: 2 ** 24, width: 40 };
    const large = { ...llama!, embedding, hidden: 40, layers: [] };
    const { trained } = initialWeights(large, new NormalPool(0));
    const files = exportedModel(large, { trained }).files(async () => new Float32Array(0), "large.data");
    expect(files.model.bytes).toBeLessThan(1e4);
    expect(files.data?.bytes).toBeGreaterThan(2 ** 31);
  });
});

describe("what cannot be exported is refused", () => {
  it("with the reason of its row", () => {
    const layers = [{ mixer: { kind: "mamba", width: 32, state: 4, kernel: 2, rank: 1 } }];
    const { value } = resolveArchitecture({ hidden: 16, embedding: { vocabulary: 9 }, layers });
    const { trained } = initialWeights(value!, new NormalPool(0));
    expect(() => exportedModel(value!, { trained })).toThrow(/mamba cannot be run: it needs a recurrence/);
  });

  it("as docs/export.md lists", () => {
    const docs = readFileSync(join(import.meta.dirname, "../../../docs/export.md"), "utf8");
    const rows = docs.split("\n").filter((line) => line.startsWith("| "));
    const reasonOf = (kind: string) => rows.find((row) => row.includes(kind))?.split(" | ")[1];
    for (const row of Object.values(mixerNetworks))
      if (typeof row !== "function") expect(reasonOf(`\`${row.kind}\``), row.kind).toBe(`it ${row.reason} |`);
    const { trained } = initialWeights(examples.llama!, new NormalPool(0));
    const two = { ...examples.llama!, kind: "encoder-decoder" as const };
    const reason = reasonOf("encoder-decoder")?.replace(" |", "");
    expect(() => exportedModel(two, { trained })).toThrow(`an encoder-decoder cannot be exported: ${reason}`);
  });

  it("beyond its positions", () => {
    const { trained } = initialWeights(examples.gpt2!, new NormalPool(0));
    expect(() => exportedModel(examples.gpt2!, { trained, context: 13 })).toThrow(
      "the network sees at most 12 tokens, but 13 were requested",
    );
  });

  it("where turns depend on the length of the text", () => {
    const { llama } = examples;
    const { trained } = initialWeights(llama!, new NormalPool(0));
    const rotary = (_layer: number, width: number, tokens: number) => ({
      wavelengths: new Array<number>(width / 2).fill(tokens > 100 ? 2 : 1),
      factor: 1,
    });
    const own = { ...trained, forward: { ...trained.forward, rotary } };
    expect(() => exportedModel(llama!, { trained: own })).toThrow("a context of 100 or less");
    expect(exportedModel(llama!, { trained: own, context: 100 }).context).toBe(100);
  });
});

const sizeIn = ({ weights }: ExportedModel, name: string): number =>
  weights.find((weight) => weight.name === name)!.shape.reduce((product, size) => product * size, 1);
