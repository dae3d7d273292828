import { InputError } from "@zerolm/core";
import type { Checkpoint, Config } from "../checkpoint.js";
import type { DtypeName } from "../safetensors/dtype.js";
import { type Tensor, tensorValues } from "../safetensors/tensor.js";
import { changedRows } from "../source/row-source.js";
import { type Fp8Weight, fp8Weights, scaleBlock } from "./fp8-weights.js";

/** What configs call number formats, and what we do. */
const dtypeNames: Readonly<Record<string, DtypeName>> = { bfloat16: "BF16", float16: "F16", float32: "F32" };

/** Scales of weights, activations and caches, of which nothing is left once weights are numbers. */
const scales = /\.(weight_scale|weight_scale_inv|input_scale|k_scale|v_scale|q_scale|output_scale)$/;

/**
 * A checkpoint in FP8 with scales as one in plain numbers: codes times scales, computed when they are read, in the `torch_dtype` of the
 * config (BF16 if it names none). Its config says nothing of quantisation any more.
 *
 * @throws {InputError} if nothing in it is FP8 with scales, or the scales do not fit
 * @example
 * const plain = dequantised(await openCheckpoint(folder));
 */
export function dequantised(checkpoint: Checkpoint): Checkpoint {
  const { quantization_config: about, compression_config: _, ...config } = checkpoint.config;
  const weights = fp8Weights(checkpoint.tensors);
  if (weights.size === 0)
    throw new InputError("holds no weights in FP8 with scales, but only those can be dequantised", {
      file: checkpoint.folder.name,
    });
  const dtype = dtypeNames[String(config.torch_dtype ?? config.dtype)] ?? "BF16";
  const blockSize = blockSizeOf(about);
  const tensors = new Map(
    [...checkpoint.tensors].flatMap(([name, tensor]): [string, Tensor][] => {
      const weight = weights.get(name);
      if (weight) return [[name, plainWeight(weight, dtype, blockSize)]];
      return scales.test(name) ? [] : [[name, tensor]];
    }),
  );
  return { ...checkpoint, config, tensors };
}

function blockSizeOf(about: unknown): readonly number[] | undefined {
  const size = typeof about === "object" && about !== null ? (about as Config).weight_block_size : undefined;
  const fits = Array.isArray(size) && size.every((one) => Number.isInteger(one) && one > 0);
  return fits ? size : undefined;
}

function plainWeight(one: Fp8Weight, dtype: DtypeName, blockSize: readonly number[] | undefined): Tensor {
  const { rows, cols, across } = scaleBlock(one, blockSize);
  const width = one.weight.shape[1] ?? 1;
  let factors: ReturnType<typeof tensorValues> | undefined;
  return changedRows(one.weight, dtype, async (values, firstRow) => {
    factors ??= tensorValues(one.scale);
    const scale = await factors;
    for (let at = 0; at < values.length; at++) {
      const row = firstRow + Math.floor(at / width);
      const block = Math.floor(row / rows) * across + Math.floor((at % width) / cols);
      values[at]! *= scale[block] as number;
    }
  });
}
