import type { Of } from "../graph/derivative.js";
import type { Binary, Kind, Unary, Value } from "../graph/value.js";
import { elementTypeNumber, ModelWriter } from "./model.js";
import { isSized, type Lifted } from "./template.js";

/** What writing a value takes. */
interface Writing {
  readonly model: ModelWriter;
  readonly type: "float32" | "float64";
  readonly value: Value;
  /** Names of its inputs, and its own. */
  readonly inputs: readonly string[];
  readonly name: string;
  /** The name of its sizes, if it is told any. */
  readonly sizes: string;
}

/** Kinds that no node computes. */
type LeafKind = "input" | "constant" | "indices";

type Emitter<Name extends Kind> = (writing: Writing & { readonly operation: Of<Name> }) => void;

/** Names of values and of their sizes in a model. */
export const valueName = (number: number): string => `v${number}`;
export const sizesName = (number: number): string => `s${number}`;

/** How a model comes by what no node computes: numbers of leaves, and sizes. */
export interface Leaves {
  /** Writes a leaf, and returns the name under which nodes find it. */
  readonly leaf: (value: Value, number: number) => string;
  /** The name of a list of whole numbers: the sizes of a value of one of the {@link isSized} kinds. */
  readonly sizes: (value: Value, number: number) => string;
}

/**
 * The template of a graph as an ONNX model.
 *
 * @param type of all numbers that are not whole
 * @returns the bytes of the file
 */
export function emit(lifted: Lifted, type: "float32" | "float64"): Uint8Array {
  const model = new ModelWriter();
  const nameOf = emitNodes(lifted, type, model, asInputs(model, type));
  for (const output of new Set(lifted.outputs)) model.output(nameOf(output), type, axesOf(output));
  return model.bytes();
}

/** Everything that depends on sizes is an input. */
const asInputs = (model: ModelWriter, type: "float32" | "float64"): Leaves => ({
  leaf(value, number) {
    model.input(valueName(number), value.operation.kind === "indices" ? "int64" : type, axesOf(value));
    return valueName(number);
  },
  sizes(_value, number) {
    model.input(sizesName(number), "int64", [undefined]);
    return sizesName(number);
  },
});

const axesOf = ({ shape }: Value): readonly undefined[] => shape.map(() => undefined);

/**
 * Writes the nodes of a graph.
 *
 * @returns the name of each value
 */
export function emitNodes(
  { order }: Pick<Lifted, "order">,
  type: "float32" | "float64",
  model: ModelWriter,
  leaves: Leaves,
): (value: Value) => string {
  const names = new Map<Value, string>();
  const nameOf = (value: Value): string => names.get(value)!;
  for (const [number, value] of order.entries()) {
    if (value.inputs.length === 0) {
      names.set(value, leaves.leaf(value, number));
      continue;
    }
    const name = valueName(number);
    names.set(value, name);
    const sizes = isSized(value) ? leaves.sizes(value, number) : "";
    // The table holds for each kind the emitter of that kind.
    const emitter = emitters[value.operation.kind as Exclude<Kind, LeafKind>] as Emitter<Kind>;
    const inputs = value.inputs.map(nameOf);
    emitter({ model, type, operation: value.operation, value, inputs, name, sizes });
  }
  return nameOf;
}

const unaries: Readonly<Record<Exclude<Unary, "isPositive">, string>> = {
  negate: "Neg",
  absolute: "Abs",
  sign: "Sign",
  exponential: "Exp",
  logarithm: "Log",
  squareRoot: "Sqrt",
  reciprocal: "Reciprocal",
  errorFunction: "Erf",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  relu: "Relu",
};

const binaries: Readonly<Record<Binary, string>> = {
  add: "Add",
  subtract: "Sub",
  multiply: "Mul",
  divide: "Div",
};

const unary: Emitter<"unary"> = ({ model, type, operation, inputs, name }) => {
  if (operation.name !== "isPositive") return void model.node(unaries[operation.name], inputs, name);
  const above = model.node("Greater", [...inputs, model.zero(type)], `${name}_above`);
  model.node("Cast", [above], name, { to: elementTypeNumber(type) });
};

/** Two axes are one Gemm, which transposes as it goes; more are transposed before. */
const matMul: Emitter<"matMul"> = ({ model, operation, value, inputs, name }) => {
  const isTransposed = [operation.transposeA, operation.transposeB];
  if (value.shape.length === 2) {
    const [transA, transB] = isTransposed.map(Number) as [number, number];
    return void model.node("Gemm", inputs, name, { transA, transB });
  }
  const axes = [...value.shape.keys()];
  const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
  const sides = inputs.map((input, side) =>
    isTransposed[side] ? model.node("Transpose", [input], `${name}_${side}`, { perm }) : input,
  );
  model.node("MatMul", sides, name);
};

const reduce: Emitter<"reduce"> = ({ model, operation, inputs, name }) =>
  void model.node(
    operation.name === "sum" ? "ReduceSum" : "ReduceMax",
    [...inputs, model.wholeNumbers(operation.axes)],
    name,
    { keepdims: 1 },
  );

/** Start and end are told in one list. */
const slice: Emitter<"slice"> = ({ model, operation, inputs, name, sizes }) => {
  const start = model.node("Gather", [sizes, model.wholeNumbers([0])], `${name}_start`);
  const end = model.node("Gather", [sizes, model.wholeNumbers([1])], `${name}_end`);
  model.node("Slice", [...inputs, start, end, model.wholeNumbers([operation.axis])], name);
};

const scatter: Emitter<"scatter"> = ({ model, type, inputs: [rows, numbers], name, sizes }) => {
  const zeros = model.node("Expand", [model.zero(type), sizes], `${name}_zeros`);
  const places = model.node("Unsqueeze", [numbers, model.wholeNumbers([1])], `${name}_places`);
  model.node("ScatterND", [zeros, places, rows], name, { reduction: "add" });
};

const place: Emitter<"place"> = ({ model, type, inputs: [entries, numbers], name, sizes }) => {
  const zeros = model.node("Expand", [model.zero(type), sizes], `${name}_zeros`);
  model.node("ScatterElements", [zeros, numbers, entries], name, { axis: 1 });
};

const kthLargest: Emitter<"kthLargest"> = ({ model, inputs, name, sizes }) => {
  const largest = model.node("TopK", [...inputs, sizes], `${name}_largest`, {}, [`${name}_places`]);
  model.node("ReduceMin", [largest, model.wholeNumbers([-1])], name, { keepdims: 1 });
};

/** A node that takes its tensors and its sizes and no settings. */
const told =
  (operator: string) =>
  ({ model, inputs, name, sizes }: Writing): void =>
    void model.node(operator, [...inputs, sizes], name);

const emitters: { readonly [Name in Exclude<Kind, LeafKind>]: Emitter<Name> } = {
  unary,
  binary: ({ model, operation, inputs, name }) => void model.node(binaries[operation.name], inputs, name),
  matMul,
  reduce,
  expand: told("Expand"),
  reshape: told("Reshape"),
  transpose: ({ model, operation, inputs, name }) =>
    void model.node("Transpose", inputs, name, { perm: operation.permutation }),
  slice,
  pad: told("Pad"),
  concat: ({ model, operation, inputs, name }) =>
    void model.node("Concat", inputs, name, { axis: operation.axis }),
  gather: ({ model, inputs, name }) => void model.node("Gather", inputs, name),
  scatter,
  softmax: ({ model, operation, inputs, name }) =>
    void model.node(operation.logarithm ? "LogSoftmax" : "Softmax", inputs, name, { axis: -1 }),
  pick: ({ model, inputs, name }) => void model.node("GatherElements", inputs, name, { axis: 1 }),
  place,
  kthLargest,
  stop: ({ model, inputs, name }) => void model.node("Identity", inputs, name),
};
