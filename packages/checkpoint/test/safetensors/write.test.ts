import { UsageError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DtypeName, dtypes } from "../../src/safetensors/dtype.js";
import { openSafetensors } from "../../src/safetensors/read.js";
import { elements, tensorBytes } from "../../src/safetensors/tensor.js";
import { safetensorsBytes, safetensorsChunks, type TensorData } from "../../src/safetensors/write.js";
import { bytesSource } from "../../src/source/byte-source.js";
import { fileOf, tensorOf } from "./files.js";
import { parsedByHub } from "./hub.js";

const arbitraryTensor = fc
  .record({
    name: fc.string({ unit: "grapheme" }).filter((name) => name !== "__metadata__"),
    dtype: fc.constantFrom(...(Object.keys(dtypes) as DtypeName[])),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
  })
  .chain(({ name, dtype, shape }) => {
    const length = elements({ shape }) * dtypes[dtype].bytes;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => ({ name, dtype, shape, bytes }));
  });

describe("safetensorsChunks", () => {
  it("writes what openSafetensors reads: names, shapes, bytes, metadata", async () => {
    const metadata = fc.dictionary(fc.string(), fc.string());
    const tensors = fc.uniqueArray(arbitraryTensor, { selector: ({ name }) => name, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(tensors, metadata, async (written, about) => {
        const data = written.map((tensor) => ({ ...tensor, chunks: () => [tensor.bytes] }));
        const file = await fileOf(data, about);
        expect(file).toHaveLength(safetensorsBytes(data, about));
        const read = await openSafetensors(bytesSource(file));
        expect(Object.fromEntries(read.metadata)).toEqual({ ...about });
        expect(read.tensors.size).toBe(written.length);
        for (const { name, dtype, shape, bytes } of written) {
          const tensor = read.tensors.get(name)!;
          expect(tensor).toMatchObject({ dtype, shape });
          expect(tensor.start % dtypes[dtype].bytes).toBe(0);
          expect(await tensorBytes(tensor)).toEqual(bytes);
        }
      }),
    );
  });

  it("writes headers that Hugging Face's own reader takes", async () => {
    const file = await fileOf([tensorOf("b", "BF16", [2, 2], [1, 2, 3, 4]), tensorOf("a", "F32", [1], [1])], {
      format: "pt",
    });
    const { header } = await parsedByHub(file);
    expect(header).toEqual({
      __metadata__: { format: "pt" },
      a: { dtype: "F32", shape: [1], data_offsets: [0, 4] },
      b: { dtype: "BF16", shape: [2, 2], data_offsets: [4, 12] },
    });
  });

  const failure = async (tensors: readonly TensorData[]): Promise<unknown> => {
    try {
      for await (const _ of safetensorsChunks(tensors));
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it("refuses bytes that do not fit the shape, and two tensors of one name", async () => {
    const tensor = tensorOf("a", "F32", [2], [1, 2]);
    for (const shape of [[1], [3]])
      expect(await failure([{ ...tensor, shape }])).toEqual(
        new UsageError(`returned 4 bytes too ${shape[0] === 1 ? "many" : "few"}`, { key: "a" }),
      );
    expect(await failure([tensor, tensor])).toBeInstanceOf(UsageError);
  });
});
