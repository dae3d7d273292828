/*
 * The intermediate representation: a network is an acyclic graph of values, each made by one primitive from others. It holds no numbers but
 * constants; backends compute them, and `gradient/` makes new values from it.
 *
 * Invariants: shapes are known and checked when a value is made; a value never changes; what depends on sizes alone (targets of reshapes,
 * ends of slices, factors such as 1/√d) stands in shapes and constants, so that networks of one topology differ in nothing else.
 */

/** Sizes of the axes, the outermost first; empty for a single number. */
export type Shape = readonly number[];

export type Unary =
  | "negate"
  | "absolute"
  | "sign"
  | "exponential"
  | "logarithm"
  | "squareRoot"
  | "reciprocal"
  | "errorFunction"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "isPositive";

export type Binary = "add" | "subtract" | "multiply" | "divide";

/**
 * How the numbers of a leaf follow from the tokens that a stack sees, so that a model can compute them: as whole numbers those of tokens from `start` up
 * to, not including, `end`, less `start`, and 0 for all others; as real ones 1 and 0.
 */
export interface TokenSource {
  readonly stack: "encoder" | "decoder";
  readonly start: number;
  /** Missing if there is no token behind. */
  readonly end?: number | undefined;
}

/** A primitive with its settings. Axes count from 0. */
export type Operation =
  /** Numbers that whoever runs the graph gives by name. */
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly data: Float64Array; readonly source?: TokenSource | undefined }
  /** Whole numbers that look-ups use. */
  | { readonly kind: "indices"; readonly data: Int32Array; readonly source?: TokenSource | undefined }
  | { readonly kind: "unary"; readonly name: Unary }
  /** Shapes are aligned at their last axes; a size of 1 is repeated. */
  | { readonly kind: "binary"; readonly name: Binary }
  /** Products of the last two axes; those before are equal. */
  | { readonly kind: "matMul"; readonly transposeA: boolean; readonly transposeB: boolean }
  /** The sum, or the maximum, along axes, which stay with size 1. */
  | { readonly kind: "reduce"; readonly name: "sum" | "maximum"; readonly axes: readonly number[] }
  /** Repeats along axes of size 1 up to the shape. */
  | { readonly kind: "expand" }
  | { readonly kind: "reshape" }
  | { readonly kind: "transpose"; readonly permutation: readonly number[] }
  | { readonly kind: "slice"; readonly axis: number; readonly start: number }
  /** Zeros before and behind. */
  | { readonly kind: "pad"; readonly axis: number; readonly before: number }
  | { readonly kind: "concat"; readonly axis: number }
  /** Rows of a table by their numbers. */
  | { readonly kind: "gather" }
  /** Adds rows into a table of zeros at their numbers. */
  | { readonly kind: "scatter" }
  /** Along the last axis. */
  | { readonly kind: "softmax"; readonly logarithm: boolean }
  /** One entry of the last axis by its number. */
  | { readonly kind: "pick" }
  /** Puts entries back where `pick` took them, zeros around. */
  | { readonly kind: "place" }
  /** Along the last axis, which stays with size 1. */
  | { readonly kind: "kthLargest"; readonly k: number }
  /** The same numbers, through which no gradient flows. */
  | { readonly kind: "stop" };

export type Kind = Operation["kind"];

/** One tensor of a graph. */
export interface Value {
  readonly operation: Operation;
  readonly inputs: readonly Value[];
  readonly shape: Shape;
}

/** A value of a primitive whose shape the caller has checked. */
export const valueOf = (operation: Operation, inputs: readonly Value[], shape: Shape): Value => ({
  operation,
  inputs,
  shape,
});

/** How many numbers a shape holds. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

export const isSameShape = (one: Shape, other: Shape): boolean =>
  one.length === other.length && one.every((size, axis) => size === other[axis]);

/** A graph that cannot be: always a defect of whoever builds it. */
export function refuseShapes(what: string, ...shapes: readonly Shape[]): never {
  throw new RangeError(`${what} cannot take ${shapes.map((shape) => `[${shape.join(", ")}]`).join(" and ")}`);
}

/**
 * All values that some depend on, themselves included, each after its inputs.
 *
 * @example
 * inOrder([loss]).length; // how many nodes a graph has
 */
export function inOrder(outputs: readonly Value[]): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const pending: { readonly value: Value; next: number }[] = [];
  for (const output of outputs) {
    if (!seen.has(output)) pending.push({ value: output, next: 0 });
    seen.add(output);
    for (let top = pending.at(-1); top; top = pending.at(-1)) {
      const input = top.value.inputs[top.next++];
      if (input === undefined) order.push(pending.pop()!.value);
      else if (!seen.has(input)) {
        seen.add(input);
        pending.push({ value: input, next: 0 });
      }
    }
  }
  return order;
}
