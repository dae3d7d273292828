import { InputError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../src/checkpoint.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { dequantised } from "../../src/quantised/dequantise.js";
import { dtypes } from "../../src/safetensors/dtype.js";
import { openSafetensors } from "../../src/safetensors/read.js";
import { elements, tensorChunks, tensorValues } from "../../src/safetensors/tensor.js";
import type { TensorData } from "../../src/safetensors/write.js";
import { bytesSource } from "../../src/source/byte-source.js";
import { blobFolder } from "../../src/source/folder.js";
import { type Example, tensorsOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";
import { fileOf, tensorOf } from "../safetensors/files.js";

const llama = examples.llama as Example;

async function checkpointOf(tensors: readonly TensorData[], config: object = {}): Promise<Checkpoint> {
  const set = await openSafetensors(bytesSource(await fileOf(tensors), "model.safetensors"));
  return { ...set, config: { ...llama.config, ...config }, folder: blobFolder(new Map()) };
}

const plainTensors = (): TensorData[] =>
  tensorsOf(llama).map(([name, shape]) =>
    tensorOf(name, "F32", shape, new Float32Array(elements({ shape })).fill(1)),
  );

const messageOf = (work: () => unknown): string => {
  try {
    work();
    return "";
  } catch (error) {
    return error instanceof InputError ? error.describe() : `defect: ${error}`;
  }
};

describe("a quantised checkpoint", () => {
  it.each(["gptq", "awq", "bitsandbytes", "compressed-tensors", "fp8", "mxfp4", "a method of tomorrow"])(
    "is refused in one line by its config: %s",
    async (method) => {
      const checkpoint = await checkpointOf(plainTensors(), {
        quantization_config: { quant_method: method },
      });
      const message = messageOf(() => mapCheckpoint(checkpoint));
      expect(message).toContain(`quantised (${method})`);
      expect(message).not.toContain("\n");
    },
  );

  it.each([
    ["self_attn.q_proj.qweight", "GPTQ or AWQ"],
    ["self_attn.q_proj.weight.quant_state.bitsandbytes__nf4", "bitsandbytes"],
    ["self_attn.q_proj.SCB", "bitsandbytes"],
    ["self_attn.q_proj.weight_packed", "compressed-tensors"],
    ["mlp.experts.gate_up_proj_blocks", "MXFP4"],
    ["self_attn.q_proj.weight_scale_inv", "FP8"],
  ])("is refused by its tensors: %s", async (name, method) => {
    const mark = tensorOf(`model.layers.0.${name}`, "F32", [1], [1]);
    const checkpoint = await checkpointOf([...plainTensors(), mark]);
    expect(messageOf(() => mapCheckpoint(checkpoint))).toContain(`quantised (${method})`);
  });
});

/** A weight in FP8 and its scales: one, one a row, or one a block. */
const fp8 = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 9 }),
    block: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    kind: fc.constantFrom("tensor", "channel", "block"),
    codes: fc.array(fc.integer({ min: 0, max: 0x7e }), { minLength: 81, maxLength: 81 }),
    scales: fc.array(fc.double({ min: 0.01, max: 8, noNaN: true }), { minLength: 81, maxLength: 81 }),
  })
  .map((drawn) => {
    const { rows, cols, kind } = drawn;
    const [height, width] = kind === "tensor" ? [rows, cols] : kind === "channel" ? [1, cols] : drawn.block;
    const shape = kind === "tensor" ? [] : [Math.ceil(rows / height), Math.ceil(cols / width)];
    return { ...drawn, height, width, shape };
  });

describe("dequantised", () => {
  it("gives codes times their scale, in any range of bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fp8, async ({ rows, cols, codes, scales, shape, height, width, kind }) => {
        const numbers = dtypes.F8_E4M3.decode(Uint8Array.from(codes.slice(0, rows * cols)));
        const count = elements({ shape });
        const checkpoint = await checkpointOf(
          [
            tensorOf("a.weight", "F8_E4M3", [rows, cols], numbers),
            tensorOf(
              kind === "block" ? "a.weight_scale_inv" : "a.weight_scale",
              "F32",
              shape,
              scales.slice(0, count),
            ),
            tensorOf("a.input_scale", "F32", [1], [1]),
          ],
          {
            torch_dtype: "float32",
            quantization_config: {
              quant_method: "fp8",
              ...(kind === "block" ? { weight_block_size: [height, width] } : {}),
            },
          },
        );
        const plain = dequantised(checkpoint);
        expect([...plain.tensors.keys()]).toEqual(["a.weight"]);
        expect(plain.config).not.toHaveProperty("quantization_config");
        const weight = plain.tensors.get("a.weight");
        if (!weight) return expect.fail("there is no weight");
        const across = Math.ceil(cols / width);
        const expected = Float32Array.from(numbers, (value, at) => {
          const [row, col] = [Math.floor(at / cols), at % cols];
          const block = Math.floor(row / height) * across + Math.floor(col / width);
          return Math.fround(value * Math.fround(scales[block] as number));
        });
        expect(await tensorValues(weight)).toEqual(expected);
        const parts: Uint8Array[] = [];
        for await (const chunk of tensorChunks(weight, 12)) parts.push(chunk);
        expect(new Uint8Array(Buffer.concat(parts))).toEqual(new Uint8Array(expected.buffer));
      }),
      { numRuns: 200 },
    );
  });

  it("refuses what has no scales, and scales that do not fit", async () => {
    const without = await checkpointOf(plainTensors());
    expect(messageOf(() => dequantised(without))).toContain("no weights in FP8 with scales");
    const odd = await checkpointOf([
      tensorOf("a.weight", "F8_E4M3", [4, 4], new Float32Array(16)),
      tensorOf("a.weight_scale", "F32", [3, 1], [1, 1, 1]),
    ]);
    expect(messageOf(() => dequantised(odd))).toContain("do not fit the weight [4, 4]");
  });
});
