import { inOrder, type Kind, type Value } from "../graph/value.js";

/*
 * A template is a graph without its sizes. Targets of reshapes and expansions, ends of slices, pads and constants are inputs of the ONNX model, and
 * of shapes it has the number of axes alone. Networks of one topology have one template, whatever their widths, and share its session.
 */

/** A graph as a template and what fills it. */
export interface Lifted {
  /** Equal for graphs that share a template. */
  readonly signature: string;
  /** All values, each after its inputs. */
  readonly order: readonly Value[];
  readonly outputs: readonly Value[];
  readonly numberOf: ReadonlyMap<Value, number>;
}

/** A graph with its values numbered in the order of computation. */
export function lift(outputs: readonly Value[]): Lifted {
  const order = inOrder(outputs);
  const numberOf = new Map(order.map((value, index) => [value, index]));
  const numbered = (value: Value): number => numberOf.get(value)!;
  const nodes = order.map(
    (value) => `${settings(value)}/${value.shape.length}(${value.inputs.map(numbered).join()})`,
  );
  return { signature: `${nodes.join(";")}>${outputs.map(numbered).join()}`, order, outputs, numberOf };
}

/** Kinds whose sizes a model is told beside its tensors. */
const sized: ReadonlySet<Kind> = new Set([
  "reshape",
  "expand",
  "slice",
  "pad",
  "scatter",
  "place",
  "kthLargest",
]);

export const isSized = ({ operation }: Value): boolean => sized.has(operation.kind);

/** What of a primitive is part of the template. */
function settings({ operation }: Value): string {
  switch (operation.kind) {
    case "unary":
    case "binary":
      return operation.name;
    case "reduce":
      return `${operation.name}[${operation.axes.join()}]`;
    case "matMul":
      return `matMul[${Number(operation.transposeA)}${Number(operation.transposeB)}]`;
    case "transpose":
      return `transpose[${operation.permutation.join()}]`;
    case "slice":
    case "pad":
    case "concat":
      return `${operation.kind}[${operation.axis}]`;
    case "softmax":
      return operation.logarithm ? "logSoftmax" : "softmax";
    default:
      return operation.kind;
  }
}

/** The sizes that a model is told for a value of one of the {@link isSized} kinds. */
export function sizesOf({ operation, inputs, shape }: Value): readonly number[] {
  switch (operation.kind) {
    case "slice":
      return [operation.start, operation.start + shape[operation.axis]];
    case "pad": {
      const behind = shape[operation.axis] - operation.before - inputs[0].shape[operation.axis];
      const at = (number: number): number[] =>
        new Array<number>(shape.length).fill(0).with(operation.axis, number);
      return [...at(operation.before), ...at(behind)];
    }
    case "kthLargest":
      return [operation.k];
    default:
      return shape;
  }
}
