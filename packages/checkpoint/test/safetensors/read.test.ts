import { InputError } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { openSafetensors } from "../../src/safetensors/read.js";
import { tensorBytes, tensorChunks, tensorValues } from "../../src/safetensors/tensor.js";
import { blobSource, bytesSource } from "../../src/source/byte-source.js";
import { fileOf, rawFile, tensorOf } from "./files.js";

const entry = (from: number, to: number, shape = [(to - from) / 4], dtype = "F32") => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

const opened = (bytes: Uint8Array) => openSafetensors(bytesSource(bytes, "model.safetensors"));

async function failure(bytes: Uint8Array): Promise<string> {
  const error: unknown = await opened(bytes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).describe();
}

describe("openSafetensors", () => {
  it("gives names, shapes, metadata and numbers, from an array and from a Blob", async () => {
    const bytes = await fileOf(
      [
        tensorOf("b", "BF16", [2, 2], [1, 2, 3, 4]),
        tensorOf("a", "F64", [], [0.1]),
        tensorOf("none", "I8", [0, 3], []),
      ],
      { format: "pt" },
    );
    for (const source of [bytesSource(bytes), blobSource(new Blob([bytes]))]) {
      const { tensors, metadata } = await openSafetensors(source);
      expect(Object.fromEntries(metadata)).toEqual({ format: "pt" });
      expect([...tensors.keys()]).toEqual(["a", "b", "none"]);
      expect(tensors.get("b")).toMatchObject({ dtype: "BF16", shape: [2, 2] });
      expect([...(await tensorValues(tensors.get("b")!))]).toEqual([1, 2, 3, 4]);
      expect([...(await tensorValues(tensors.get("a")!))]).toEqual([0.1]);
      expect(await tensorBytes(tensors.get("none")!)).toHaveLength(0);
    }
  });

  it("streams a tensor in chunks of whole numbers", async () => {
    const { tensors } = await opened(await fileOf([tensorOf("a", "F32", [5], [1, 2, 3, 4, 5])]));
    const sizes: number[] = [];
    for await (const chunk of tensorChunks(tensors.get("a")!, 11)) sizes.push(chunk.length);
    expect(sizes).toEqual([8, 8, 4]);
  });

  it("takes a file without tensors, and a name that objects have already", async () => {
    expect((await opened(rawFile({}, 0))).tensors.size).toBe(0);
    const { tensors } = await opened(
      rawFile('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1),
    );
    expect(tensors.get("__proto__")?.shape).toEqual([1]);
  });
});

describe("a file that is no sound safetensors file", () => {
  const huge = new Uint8Array(16);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 63n, true);

  it.each([
    ["is empty", new Uint8Array(0), "has 0 bytes and is not a safetensors file"],
    [
      "is shorter than its header",
      rawFile({}, 0).subarray(0, 9),
      "the header should have 2 bytes, but the file has 9",
    ],
    ["has an absurd header length", huge, "the header should have 9223372036854775808 bytes"],
    ["has no JSON", rawFile("{]", 0), "is not valid JSON"],
    ["has JSON that is no map", rawFile("[1]", 0), "not a JSON map"],
    [
      "has bytes that are no UTF-8",
      Uint8Array.from([4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22, 0xff, 0x22]),
      "not valid JSON",
    ],
    [
      "has a tensor twice",
      rawFile(`{"a":${JSON.stringify(entry(0, 4))},"\\u0061":${JSON.stringify(entry(0, 4))}}`, 4),
      "a: is in the header twice",
    ],
    [
      "has a key of a tensor twice",
      rawFile('{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', 1),
      "dtype: is in the header twice",
    ],
    [
      "has metadata that are no texts",
      rawFile({ __metadata__: { a: 1 } }, 0),
      '__metadata__: "a" must be a text',
    ],
    [
      "has an unknown dtype",
      rawFile({ a: entry(0, 4, [8], "F4") }, 4),
      'a: has the dtype "F4". Known dtypes: F64',
    ],
    ["has a dtype that objects have", rawFile({ a: entry(0, 4, [1], "toString") }, 4), "has the dtype"],
    ["has a negative shape", rawFile({ a: entry(0, 4, [-1]) }, 4), "has the shape [-1]"],
    ["has a fractional shape", rawFile({ a: entry(0, 4, [1.5]) }, 4), "has the shape [1.5]"],
    ["has one offset", rawFile({ a: { ...entry(0, 4), data_offsets: [0] } }, 4), "has the data_offsets [0]"],
    ["ends before it begins", rawFile({ a: entry(4, 0, [0]) }, 4), "before it begins"],
    [
      "has a shape for other bytes",
      rawFile({ a: entry(0, 8, [1]) }, 8),
      "[1] numbers of F32 have 4 bytes, but data_offsets give it 8",
    ],
    [
      "has a shape whose product passes 2⁵³",
      rawFile({ a: entry(0, 0, [2 ** 40, 2 ** 40]) }, 0),
      "bytes, but data_offsets give it 0",
    ],
    ["has an overlap", rawFile({ a: entry(0, 8), b: entry(4, 12) }, 12), "b: overlaps the tensor before it"],
    ["has a hole", rawFile({ a: entry(0, 4), b: entry(8, 12) }, 12), "b: leaves a gap of 4 bytes"],
    ["begins with a hole", rawFile({ a: entry(4, 8) }, 8), "a: leaves a gap of 4 bytes"],
    ["is cut short", rawFile({ a: entry(0, 8) }, 4), "It is cut short"],
    ["has bytes behind the tensors", rawFile({ a: entry(0, 4) }, 5), "The rest is unknown."],
    ["has a tensor that is a list", rawFile({ a: [] }, 0), "a: must be a map with dtype"],
  ])("%s", async (_what, bytes, message) => {
    expect(await failure(bytes)).toContain(message);
    expect(await failure(bytes)).toMatch(/^model\.safetensors: /);
  });
});
