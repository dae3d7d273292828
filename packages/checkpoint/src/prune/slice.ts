import type { Axis } from "@zerolm/core";
import type { MappedTensor } from "../map-checkpoint.js";
import { dtypes } from "../safetensors/dtype.js";
import { type Tensor, tensorChunks } from "../safetensors/tensor.js";
import type { TensorData } from "../safetensors/write.js";
import { type CutAxes, keptSize } from "./parts.js";

/** Bytes of a tensor that are read at once. */
const chunkBytes = 4 * 2 ** 20;

/** A tensor as it is, under another name where layers were renumbered. */
export function wholeTensor(tensor: Tensor, name = tensor.name): TensorData {
  return { name, dtype: tensor.dtype, shape: tensor.shape, chunks: () => tensorChunks(tensor, chunkBytes) };
}

/**
 * A tensor with the rows and columns of some units alone. It is read a few megabytes at a time when it is written.
 *
 * @param units those that stay, ascending
 */
export function slicedTensor(
  { tensor, named }: MappedTensor,
  part: CutAxes,
  units: readonly number[],
  name: string,
): TensorData {
  const { parts, transposed = false } = named;
  const cols = parts[0]?.cols;
  const axes = [...parts.map(({ rows }) => rows), ...(cols ? [cols] : [])];
  if (axes.every((axis) => keptSize(part, axis, units.length) === axis.size))
    return wholeTensor(tensor, name);
  let first = 0;
  const rowIndices = parts.flatMap(({ rows }) => {
    const start = first;
    first += rows.size;
    return keptIndices(part, rows, units).map((index) => start + index);
  });
  const colIndices = cols ? keptIndices(part, cols, units) : [0];
  const [outer, inner] = transposed ? [colIndices, rowIndices] : [rowIndices, colIndices];
  const shape = cols ? [outer.length, inner.length] : [outer.length];
  const innerSize = cols ? (transposed ? first : cols.size) : 1;
  return { name, dtype: tensor.dtype, shape, chunks: () => slices(tensor, outer, inner, innerSize) };
}

function keptIndices(part: CutAxes, axis: Axis, units: readonly number[]): number[] {
  const size = part.unitSize(axis);
  if (size === undefined) return Array.from({ length: axis.size }, (_, index) => index);
  const indices = units.flatMap((unit) => Array.from({ length: size }, (_, at) => unit * size + at));
  return indices.slice(0, keptSize(part, axis, units.length));
}

/** Rows `outer`, of each the numbers `inner`, in chunks. */
async function* slices(
  tensor: Tensor,
  outer: readonly number[],
  inner: readonly number[],
  innerSize: number,
): AsyncGenerator<Uint8Array> {
  const numberBytes = dtypes[tensor.dtype].bytes;
  const rowBytes = innerSize * numberBytes;
  const step = Math.max(1, Math.floor(chunkBytes / rowBytes));
  for (let at = 0; at < outer.length; ) {
    const first = outer[at] as number;
    // Rows that lie together are read together, gaps and all, up to the size of a chunk.
    let count = 1;
    while (at + count < outer.length && (outer[at + count] as number) < first + step) count++;
    const last = outer[at + count - 1] as number;
    const bytes = await tensor.source.read(
      tensor.start + first * rowBytes,
      tensor.start + (last + 1) * rowBytes,
    );
    const rows = outer
      .slice(at, at + count)
      .map((row) => bytes.subarray((row - first) * rowBytes, (row - first + 1) * rowBytes));
    yield gathered(rows, inner, innerSize, numberBytes);
    at += count;
  }
}

function gathered(
  rows: readonly Uint8Array[],
  inner: readonly number[],
  innerSize: number,
  numberBytes: number,
): Uint8Array {
  const out = new Uint8Array(rows.length * inner.length * numberBytes);
  let at = 0;
  for (const row of rows) {
    if (inner.length === innerSize) out.set(row, at);
    else
      for (const [place, index] of inner.entries())
        for (let byte = 0; byte < numberBytes; byte++)
          out[at + place * numberBytes + byte] = row[index * numberBytes + byte] as number;
    at += inner.length * numberBytes;
  }
  return out;
}
