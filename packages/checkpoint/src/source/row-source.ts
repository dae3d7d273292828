import { type DtypeName, dtypes, type Values } from "../safetensors/dtype.js";
import { elements, type Tensor } from "../safetensors/tensor.js";
import { type ByteSource, checkRange } from "./byte-source.js";

/** Changes whole rows of a matrix in place; the first of them has this number. */
export type ChangeRows = (values: Values, firstRow: number) => Promise<void> | void;

/**
 * A matrix whose numbers are changed when they are read: the rows that a range touches and no others.
 *
 * @param dtype the number format of what is read; numbers are rounded to it
 */
export function changedRows(base: Tensor, dtype: DtypeName, change: ChangeRows): Tensor {
  const cols = base.shape[1] ?? 1;
  const [from, to] = [dtypes[base.dtype], dtypes[dtype]];
  const [baseRow, row] = [cols * from.bytes, cols * to.bytes];
  const size = elements(base) * to.bytes;
  const { name } = base.source;
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    checkRange(name, size, start, end);
    if (start === end) return new Uint8Array(0);
    const [first, last] = [Math.floor(start / row), Math.ceil(end / row)];
    const bytes = await base.source.read(base.start + first * baseRow, base.start + last * baseRow);
    const values = from.decode(bytes);
    await change(values, first);
    return to.encode(values).slice(start - first * row, end - first * row);
  };
  const source: ByteSource = { name, size, read, close: async () => undefined };
  return { ...base, dtype, start: 0, end: size, source };
}
