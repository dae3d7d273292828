import type { WeightMatrix } from "../family/map.js";
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
    const rowBytes = cols.size * dtypes[tensor.dtype].bytes;
    const start = tensor.start + firstRow * rowBytes;
    return dtypes[tensor.dtype].decode(await tensor.source.read(start, start + rows.size * rowBytes));
  }
  const stored = await tensorValues(tensor);
  const values =
    stored instanceof Float32Array
      ? new Float32Array(rows.size * cols.size)
      : new Float64Array(rows.size * cols.size);
  for (let col = 0; col < cols.size; col++)
    for (let row = 0; row < rows.size; row++)
      values[row * cols.size + col] = stored[col * tensorRows + firstRow + row] as number;
  return values;
}
