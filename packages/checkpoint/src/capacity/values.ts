import type { WeightMatrix } from "../map-checkpoint.js";
import { dtypes, type Values } from "../safetensors/dtype.js";
import { tensorValues } from "../safetensors/tensor.js";

/** All numbers of a matrix as rows × cols = out × in, whatever the file does: cut out of a fused tensor, Conv1D transposed. */
export async function matrixValues({
  tensor,
  transposed,
  firstRow,
  tensorRows,
  rows,
  cols,
}: WeightMatrix): Promise<Values> {
  if (!transposed) {
    const rowBytes = cols * dtypes[tensor.dtype].bytes;
    const start = tensor.start + firstRow * rowBytes;
    return dtypes[tensor.dtype].decode(await tensor.source.read(start, start + rows * rowBytes));
  }
  const stored = await tensorValues(tensor);
  const values =
    stored instanceof Float32Array ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
  for (let col = 0; col < cols; col++)
    for (let row = 0; row < rows; row++)
      values[row * cols + col] = stored[col * tensorRows + firstRow + row] as number;
  return values;
}
