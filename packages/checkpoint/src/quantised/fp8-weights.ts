import { InputError } from "@zerolm/core";
import { elements, type Tensor, type TensorSet } from "../safetensors/tensor.js";

/** A weight in 8-bit floats and what its codes are multiplied by. */
export interface Fp8Weight {
  readonly weight: Tensor;
  readonly scale: Tensor;
}

/** Both names mean a factor; `inv` in DeepSeek's name is that of the factor that was divided by. */
const scaleNames = ["_scale", "_scale_inv"];

/** Every weight in FP8 that has a scale, by its name. */
export function fp8Weights(tensors: TensorSet["tensors"]): ReadonlyMap<string, Fp8Weight> {
  const found = new Map<string, Fp8Weight>();
  for (const [name, weight] of tensors) {
    if (!weight.dtype.startsWith("F8_")) continue;
    const scale = scaleNames.flatMap((ending) => tensors.get(`${name}${ending}`) ?? [])[0];
    if (scale) found.set(name, { weight, scale });
  }
  return found;
}

/** How many rows and columns of a weight share one scale. */
export interface ScaleBlock {
  readonly rows: number;
  readonly cols: number;
  /** Scales in a row of blocks. */
  readonly across: number;
}

/**
 * Which scale belongs to which number: one for all, one for each row, or one for each block.
 *
 * @param blockSize rows and columns of a block, if the config says so; then the last block may be smaller
 * @throws {InputError} if the shapes do not fit
 */
export function scaleBlock({ weight, scale }: Fp8Weight, blockSize?: readonly number[]): ScaleBlock {
  const [rows = 1, cols = 1] = weight.shape;
  if (elements(scale) === 1) return { rows, cols, across: 1 };
  const [down = 1, across = 1] = scale.shape;
  const block = [Math.ceil(rows / down), Math.ceil(cols / across)] as const;
  const [height, width] = blockSize?.length === 2 ? (blockSize as [number, number]) : block;
  const fits =
    weight.shape.length === 2 &&
    elements(scale) === down * across &&
    Math.ceil(rows / height) === down &&
    Math.ceil(cols / width) === across &&
    (blockSize !== undefined || (rows % down === 0 && cols % across === 0));
  if (fits) return { rows: height, cols: width, across };
  throw new InputError(
    `scales [${scale.shape.join(", ")}] do not fit the weight [${weight.shape.join(", ")}]. Is weight_block_size missing in quantization_config?`,
    { file: scale.source.name, key: scale.name },
  );
}
