import type { Derivative } from "./derivative.js";
import { isSameShape, refuseShapes, type Value, valueOf } from "./value.js";

/** Which sides of a product are transposed in their last two axes. */
export interface Transposes {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * Products of matrices, which are the last two axes; the axes before, if there are any, are equal on both sides.
 *
 * @example
 * matMul(tokens, weight, { transposeB: true }); // x·Wᵀ, as a linear layer computes it
 */
export function matMul(
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false }: Transposes = {},
): Value {
  const batch = a.shape.slice(0, -2);
  const [rows, inner] = lastTwo(a, transposeA);
  const [otherInner, cols] = lastTwo(b, transposeB);
  if (inner !== otherInner || !isSameShape(batch, b.shape.slice(0, -2)))
    refuseShapes("a product", a.shape, b.shape);
  return valueOf({ kind: "matMul", transposeA, transposeB }, [a, b], [...batch, rows, cols]);
}

function lastTwo({ shape }: Value, isTransposed: boolean): readonly [number, number] {
  const [rows, cols] = shape.slice(-2);
  if (rows === undefined || cols === undefined) return refuseShapes("a product", shape);
  return isTransposed ? [cols, rows] : [rows, cols];
}

/** With C = A·B: ∂A = ∂C·Bᵀ, ∂B = Aᵀ·∂C, and their transposes for sides that are transposed. */
export const matMulDerivative: Derivative<"matMul"> = ({ operation, inputs: [a, b] }, c, wanted) => {
  const { transposeA, transposeB } = operation;
  const ofA = () =>
    transposeA
      ? matMul(b, c, { transposeA: transposeB, transposeB: true })
      : matMul(c, b, { transposeB: !transposeB });
  const ofB = () =>
    transposeB
      ? matMul(c, a, { transposeA: true, transposeB: transposeA })
      : matMul(a, c, { transposeA: !transposeA });
  return [wanted(0) ? ofA() : undefined, wanted(1) ? ofB() : undefined];
};
