import type { Of } from "../../graph/derivative.js";
import { type Binary, type Kind, sizeOf, type Unary, type Value } from "../../graph/value.js";
import type { Feed } from "../executor.js";
import { erf } from "./erf.js";
import { coordinates, strides } from "./strides.js";

/** Computes a value of one kind from the numbers of its inputs. */
export type Kernel<Name extends Kind> = (
  value: Value & { readonly operation: Of<Name> },
  inputs: readonly Float64Array[],
  feed: Feed,
) => Float64Array;

const unaries: Readonly<Record<Unary, (x: number) => number>> = {
  negate: (x) => -x,
  absolute: Math.abs,
  sign: Math.sign,
  exponential: Math.exp,
  logarithm: Math.log,
  squareRoot: Math.sqrt,
  reciprocal: (x) => 1 / x,
  errorFunction: erf,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => Math.max(x, 0),
  isPositive: (x) => Number(x > 0),
};

const binaries: Readonly<Record<Binary, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

/** Numbers of the result from numbers at places of an input; `place` maps an index of the result to one of the input, below 0 for none. */
function moved(
  { shape }: Value,
  [from]: readonly Float64Array[],
  place: (index: number) => number,
): Float64Array {
  return Float64Array.from({ length: sizeOf(shape) }, (_, index) => {
    const source = place(index);
    return source < 0 ? 0 : from[source];
  });
}

/** Where an entry of a result stands in an input that is repeated along axes to make it. */
function repeated(input: Value, { shape }: Value): (index: number) => number {
  const more = shape.length - input.shape.length;
  const steps = strides(input.shape);
  const own = shape.map((_, axis) =>
    axis < more || input.shape[axis - more] === 1 ? 0 : steps[axis - more],
  );
  return coordinates(shape, own);
}

const binaryKernel: Kernel<"binary"> = (value, [a, b]) => {
  const apply = binaries[value.operation.name];
  const [placeA, placeB] = [repeated(value.inputs[0], value), repeated(value.inputs[1], value)];
  return Float64Array.from({ length: sizeOf(value.shape) }, (_, index) =>
    apply(a[placeA(index)], b[placeB(index)]),
  );
};

const reduceKernel: Kernel<"reduce"> = (value, [from]) => {
  const of = value.inputs[0];
  const isSum = value.operation.name === "sum";
  const result = new Float64Array(sizeOf(value.shape)).fill(isSum ? 0 : Number.NEGATIVE_INFINITY);
  const steps = strides(value.shape);
  const place = coordinates(
    of.shape,
    of.shape.map((_, axis) => (value.shape[axis] === 1 ? 0 : steps[axis])),
  );
  for (const [index, number] of from.entries()) {
    const target = place(index);
    result[target] = isSum ? result[target] + number : Math.max(result[target], number);
  }
  return result;
};

const matMulKernel: Kernel<"matMul"> = (value, [a, b]) => {
  const { transposeA, transposeB } = value.operation;
  const [rows, cols] = value.shape.slice(-2) as [number, number];
  const inner = value.inputs[0].shape.at(transposeA ? -2 : -1)!;
  const [rowA, stepA] = transposeA ? [1, rows] : [inner, 1];
  const [stepB, colB] = transposeB ? [1, inner] : [cols, 1];
  const result = new Float64Array(sizeOf(value.shape));
  for (let batch = 0; batch * rows * cols < result.length; batch++)
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++) {
        let sum = 0;
        let [atA, atB] = [batch * rows * inner + row * rowA, batch * inner * cols + col * colB];
        for (let k = 0; k < inner; k++, atA += stepA, atB += stepB) sum += a[atA] * b[atB];
        result[(batch * rows + row) * cols + col] = sum;
      }
  return result;
};

const softmaxKernel: Kernel<"softmax"> = ({ operation, shape }, [from]) => {
  const width = shape.at(-1)!;
  const result = new Float64Array(from.length);
  for (let start = 0; start < result.length; start += width) {
    const row = from.subarray(start, start + width);
    const most = row.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((all, x) => all + Math.exp(x - most), 0);
    for (const [index, x] of row.entries())
      result[start + index] = operation.logarithm ? x - most - Math.log(sum) : Math.exp(x - most) / sum;
  }
  return result;
};

const concatKernel: Kernel<"concat"> = ({ operation: { axis }, inputs, shape }, parts) => {
  const result = new Float64Array(sizeOf(shape));
  const behind = sizeOf(shape.slice(axis + 1));
  let offset = 0;
  for (const [index, part] of parts.entries()) {
    const run = inputs[index].shape[axis] * behind;
    for (let block = 0; block * run < part.length; block++)
      result.set(part.subarray(block * run, (block + 1) * run), block * shape[axis] * behind + offset);
    offset += run;
  }
  return result;
};

/** Where entries stand along an axis that begins elsewhere: `shift` further on in the input. */
function shifted(value: Value, axis: number, shift: number): (index: number) => number {
  const of = value.inputs[0].shape;
  const step = strides(of)[axis];
  const behind = sizeOf(value.shape.slice(axis + 1));
  const place = coordinates(value.shape, strides(of));
  return (index) => {
    const along = (Math.floor(index / behind) % value.shape[axis]) + shift;
    return along < 0 || along >= of[axis] ? -1 : place(index) + shift * step;
  };
}

const scatterKernel: Kernel<"scatter"> = ({ shape }, [rows, numbers]) => {
  const result = new Float64Array(sizeOf(shape));
  const width = shape[1];
  for (const [row, number] of numbers.entries())
    for (let col = 0; col < width; col++) result[number * width + col] += rows[row * width + col];
  return result;
};

const placeKernel: Kernel<"place"> = ({ shape: [height, width] }, [entries, numbers]) => {
  const result = new Float64Array(height * width);
  for (const [row, number] of numbers.entries()) result[row * width + number] = entries[row];
  return result;
};

/** How each primitive is computed. */
export const kernels: { readonly [Name in Kind]: Kernel<Name> } = {
  input: ({ operation: { name }, shape }, _inputs, feed) =>
    Float64Array.from(feed(name, sizeOf(shape)).subarray(0, sizeOf(shape))),
  constant: ({ operation: { data } }) => data,
  indices: ({ operation: { data } }) => Float64Array.from(data),
  unary: ({ operation: { name } }, [of]) => of.map(unaries[name]),
  binary: binaryKernel,
  matMul: matMulKernel,
  reduce: reduceKernel,
  expand: (value, inputs) => moved(value, inputs, repeated(value.inputs[0], value)),
  reshape: (_value, [of]) => of,
  stop: (_value, [of]) => of,
  transpose(value, inputs) {
    const steps = strides(value.inputs[0].shape);
    return moved(
      value,
      inputs,
      coordinates(
        value.shape,
        value.operation.permutation.map((axis) => steps[axis]),
      ),
    );
  },
  slice: (value, inputs) => moved(value, inputs, shifted(value, value.operation.axis, value.operation.start)),
  pad: (value, inputs) => moved(value, inputs, shifted(value, value.operation.axis, -value.operation.before)),
  concat: concatKernel,
  gather: (value, [table, numbers]) => {
    const width = value.shape[1];
    return moved(value, [table], (index) => numbers[Math.floor(index / width)] * width + (index % width));
  },
  scatter: scatterKernel,
  softmax: softmaxKernel,
  pick: (value, [rows, numbers]) => {
    const width = value.inputs[0].shape[1];
    return moved(value, [rows], (index) => index * width + numbers[index]);
  },
  place: placeKernel,
  kthLargest({ operation: { k }, inputs: [of], shape }, [from]) {
    const width = of.shape.at(-1)!;
    return Float64Array.from(
      { length: sizeOf(shape) },
      (_, row) =>
        from
          .subarray(row * width, (row + 1) * width)
          .toSorted()
          .at(-k)!,
    );
  },
};
