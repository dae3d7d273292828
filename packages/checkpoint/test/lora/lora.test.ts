import { InputError } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { mergeLora } from "../../src/lora/lora.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { tensorChunks, tensorValues } from "../../src/safetensors/tensor.js";
import type { TensorData } from "../../src/safetensors/write.js";
import { blobFolder } from "../../src/source/folder.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";
import { fileOf, tensorOf } from "../safetensors/files.js";

const a = [1, -1, 0.5, 2, 0, 0, 1, 3, 0, 2, 1, 1, -1, 0, 0.25, 4];
const b = Array.from({ length: 16 }, (_, index) => (index - 7) / 8);

async function adapter(tensors: readonly TensorData[], config: object = {}) {
  const about = { peft_type: "LORA", r: 2, lora_alpha: 6, ...config };
  return blobFolder(
    new Map([
      ["adapter_config.json", new Blob([JSON.stringify(about)])],
      ["adapter_model.safetensors", new Blob([await fileOf(tensors)])],
    ]),
  );
}

const pair = (module: string): TensorData[] => [
  tensorOf(`base_model.model.${module}.lora_A.weight`, "F32", [2, 8], a),
  tensorOf(`base_model.model.${module}.lora_B.weight`, "F32", [8, 2], b),
];

const expected = (base: ArrayLike<number>, scale: number): number[] =>
  Array.from(base, (value, index) => {
    const [row, col] = [Math.floor(index / 8), index % 8];
    return value + scale * (b[row * 2]! * a[col]! + b[row * 2 + 1]! * a[8 + col]!);
  });

const query = "model.layers.1.self_attn.q_proj";

describe("mergeLora", () => {
  it.each([
    [{}, 3],
    [{ use_rslora: true }, 6 / Math.sqrt(2)],
    [{ alpha_pattern: { q_proj: 1 } }, 0.5],
  ])("adds alpha / r times B·A under %j", async (config, scale) => {
    const base = await checkpointOf(examples.llama!, "F64");
    const merged = await mergeLora(base, await adapter(pair(query), config));
    const before = await tensorValues(base.tensors.get(`${query}.weight`)!);
    const after = await tensorValues(merged.tensors.get(`${query}.weight`)!);
    const sums = expected(before, scale);
    for (const [index, value] of after.entries()) expect(value).toBeCloseTo(sums[index]!, 12);
    const untouched = "model.layers.0.self_attn.q_proj.weight";
    expect(merged.tensors.get(untouched)).toBe(base.tensors.get(untouched));
    expect(mapCheckpoint(merged).unknown).toEqual([]);
  });

  it("gives the same bytes in chunks that end inside a row", async () => {
    const merged = await mergeLora(await checkpointOf(examples.llama!, "BF16"), await adapter(pair(query)));
    const tensor = merged.tensors.get(`${query}.weight`)!;
    const parts: Uint8Array[] = [];
    for await (const chunk of tensorChunks(tensor, 22)) parts.push(chunk);
    expect(new Uint8Array(Buffer.concat(parts))).toEqual(await tensor.source.read(0, 128));
  });

  it("merges into Conv1D, which is stored in × out, and a base without prefix", async () => {
    const base = await checkpointOf(examples.gpt2!, "F64");
    const merged = await mergeLora(
      base,
      await adapter(pair("transformer.h.0.attn.c_proj"), { fan_in_fan_out: true }),
    );
    const name = "h.0.attn.c_proj.weight";
    const transposed = (values: ArrayLike<number>): number[] =>
      Array.from(values, (_, index) => values[(index % 8) * 8 + Math.floor(index / 8)]!);
    const before = transposed(await tensorValues(base.tensors.get(name)!));
    const after = transposed(await tensorValues(merged.tensors.get(name)!));
    const sums = expected(before, 3);
    for (const [index, value] of after.entries()) expect(value).toBeCloseTo(sums[index]!, 12);
  });

  it("takes whole tensors that the adapter brings", async () => {
    const norm = tensorOf("base_model.model.model.norm.weight", "F32", [8], new Float32Array(8).fill(5));
    const merged = await mergeLora(
      await checkpointOf(examples.llama!),
      await adapter([...pair(query), norm]),
    );
    expect((await tensorValues(merged.tensors.get("model.norm.weight")!))[0]).toBe(5);
  });

  it("refuses what it would get wrong", async () => {
    const base = await checkpointOf(examples.llama!);
    const failure = async (tensors: readonly TensorData[], config: object = {}): Promise<string> => {
      const error: unknown = await mergeLora(base, await adapter(tensors, config)).catch(
        (reason: unknown) => reason,
      );
      return error instanceof InputError ? error.message : String(error);
    };
    expect(await failure(pair(query), { use_dora: true })).toContain("DoRA");
    expect(await failure(pair(query), { peft_type: "IA3" })).toContain(
      'is "IA3", but only LORA is supported',
    );
    expect(await failure(pair("model.layers.7.self_attn.q_proj"))).toContain("has no such tensor");
    expect(await failure(pair(query).slice(1))).toContain("only one of lora_A and lora_B");
    expect(await failure(pair("model.layers.0.mlp.up_proj"))).toContain("do not fit the matrix [12, 8]");
    expect(await failure([tensorOf("x", "F32", [1], [1])])).toContain("holds no LoRA matrices");
  });
});
