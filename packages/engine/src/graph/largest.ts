import { refuseShapes, type Value, valueOf } from "./value.js";

/** The k-th largest number along the last axis, which stays with size 1. It has no derivative: what uses it chooses. */
export function kthLargest(value: Value, k: number): Value {
  const size = value.shape.at(-1) ?? 0;
  if (k < 1 || k > size) refuseShapes(`the ${k}-th largest`, value.shape);
  return valueOf({ kind: "kthLargest", k }, [value], value.shape.with(-1, 1));
}
