import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as elementwise from "../src/graph/elementwise.js";
import * as layout from "../src/graph/layout.js";
import { indices } from "../src/graph/leaves.js";
import { gather, pick, place, scatter } from "../src/graph/lookup.js";
import { matMul } from "../src/graph/product.js";
import { expand, reduceMaximum, reduceSum, sumTo } from "../src/graph/reduce.js";
import { logSoftmax, softmax } from "../src/graph/softmax.js";
import type { Value } from "../src/graph/value.js";
import { expectGradients, shape, size } from "./central-difference.js";

const few = { numRuns: 12 };
const check = <Drawn>(drawn: fc.Arbitrary<Drawn>, expectation: (drawn: Drawn) => void): void =>
  fc.assert(fc.property(drawn, expectation), few);

const unaries = {
  ...{ negate: elementwise.negate, absolute: elementwise.absolute, sign: elementwise.sign },
  ...{ exponential: elementwise.exponential, logarithm: elementwise.logarithm },
  ...{ squareRoot: elementwise.squareRoot, reciprocal: elementwise.reciprocal },
  ...{ errorFunction: elementwise.errorFunction, tanh: elementwise.tanh, sigmoid: elementwise.sigmoid },
  ...{ relu: elementwise.relu, isPositive: elementwise.isPositive, softmax, logSoftmax },
};

const binaries = {
  ...{ add: elementwise.add, subtract: elementwise.subtract },
  ...{ multiply: elementwise.multiply, divide: elementwise.divide },
};

describe("gradients against central differences, once and twice", () => {
  it.each(Object.entries(unaries))("%s", (name, build) =>
    check(shape, (drawn) =>
      expectGradients(build, [drawn], { positive: name === "logarithm" || name === "squareRoot" }),
    ),
  );

  it.each(Object.entries(binaries))("%s, with axes that are repeated", (_name, build) =>
    check(fc.tuple(shape, fc.infiniteStream(fc.boolean()), fc.boolean()), ([drawn, isOne, isFirst]) => {
      const other = drawn.map((length) => (isOne.next().value ? 1 : length)).slice(isFirst ? 0 : 1);
      expectGradients(build, isFirst ? [other, drawn] : [drawn, other]);
    }),
  );

  it("matMul, each side transposed or not, one product or several", () =>
    check(
      fc.tuple(size, size, size, fc.array(size, { maxLength: 2 }), fc.boolean(), fc.boolean()),
      ([rows, inner, cols, batch, transposeA, transposeB]) => {
        const a = transposeA ? [inner, rows] : [rows, inner];
        const b = transposeB ? [cols, inner] : [inner, cols];
        expectGradients(
          (x, y) => matMul(x, y, { transposeA, transposeB }),
          [
            [...batch, ...a],
            [...batch, ...b],
          ],
        );
      },
    ));

  it("reshape, transpose, slice, pad, concat", () =>
    check(fc.tuple(size, size, size), ([a, b, c]) => {
      expectGradients((x) => layout.reshape(x, [c, a * b]), [[a, b, c]]);
      expectGradients((x) => layout.transpose(x, [1, 2, 0]), [[a, b, c]]);
      expectGradients((x) => layout.slice(x, 1, 1, b + 1), [[a, b + 2, c]]);
      expectGradients((x) => layout.pad(x, 1, 2, 1), [[a, b, c]]);
      expectGradients(
        (x, y) => layout.concat([x, y], 1),
        [
          [a, b, c],
          [a, c, c],
        ],
      );
    }));

  it("sums, expansions, sums to a shape", () =>
    check(fc.tuple(size, size), ([a, b]) => {
      expectGradients((x) => reduceSum(x, [0, 2]), [[a, b, 2]]);
      expectGradients((x) => expand(x, [a, 3, b]), [[a, 1, b]]);
      expectGradients((x) => sumTo(x, [1, b]), [[3, a, b]]);
    }));

  it("look-ups and what puts back", () => {
    const numbers = indices(Int32Array.of(2, 0, 2), [3]);
    const columns = indices(Int32Array.of(1, 0, 1), [3, 1]);
    expectGradients((table) => gather(table, numbers), [[4, 2]]);
    expectGradients((rows) => scatter(rows, numbers, 4), [[3, 2]]);
    expectGradients((rows) => pick(rows, columns), [[3, 2]]);
    expectGradients((entries) => place(entries, columns, 2), [[3, 1]]);
  });
});

describe("shapes", () => {
  const square: Value = indices(new Int32Array(4), [2, 2]);
  const wide: Value = indices(new Int32Array(6), [2, 3]);
  it.each([
    ["a sum", () => elementwise.add(square, wide)],
    ["a product", () => matMul(wide, wide)],
    ["a reshape", () => layout.reshape(wide, [4])],
    ["a transposition", () => layout.transpose(wide, [0, 0])],
    ["a slice", () => layout.slice(wide, 1, 2, 4)],
    ["an expansion", () => expand(wide, [4, 3])],
    ["a maximum", () => reduceMaximum(wide, [2])],
    ["a concatenation", () => layout.concat([square, wide], 0)],
    ["a look-up", () => gather(wide, wide)],
  ])("that do not fit are refused: %s", (_what, build) => expect(build).toThrow(RangeError));
});
