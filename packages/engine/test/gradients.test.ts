import { describe, expect, it } from "vitest";
import { evaluate } from "../src/backend/plain/plain.js";
import { gradients } from "../src/gradient/gradients.js";
import { multiply } from "../src/graph/elementwise.js";
import { total } from "../src/graph/reduce.js";
import { sizeOf, type Value } from "../src/graph/value.js";
import { cotangentLoss, randomText, tokenLoss } from "../src/network/loss.js";
import { fittingBatch, networkOf, weightsOf } from "../src/network/network.js";
import { NormalPool } from "../src/weights/normal-pool.js";
import { examples } from "./examples.js";

const step = 1e-3;

/** The numbers of a pool, one matrix of them moved along a direction. */
function movedFeed(pool: NormalPool, moved: string, by: number, direction: Float32Array) {
  return (name: string, size: number): Float64Array => {
    const numbers = Float64Array.from(pool.numbers(name, size));
    if (name === moved) for (const [index, slope] of direction.entries()) numbers[index]! += by * slope;
    return numbers;
  };
}

describe.each(Object.entries(examples))("the gradients of %s", (_name, architecture) => {
  const batch = fittingBatch(architecture, { sequences: 2, tokens: 6 });
  const isMasked = architecture.kind === "encoder";
  const { vocabulary } = architecture.embedding;
  const text = randomText({ vocabulary, isMasked }, batch, 3);
  const losses: readonly (readonly [string, (network: ReturnType<typeof networkOf>) => Value])[] = [
    ["a cotangent", cotangentLoss],
    ...(vocabulary > 0
      ? [["tokens", (one: ReturnType<typeof networkOf>) => tokenLoss(one, text.guess)] as const]
      : []),
  ];

  it.each(losses)(
    "are the slopes of the loss of %s in random directions, matrix by matrix",
    (_loss, lossOf) => {
      const network = networkOf(
        { ...architecture, initialiser: { kind: "normal", std: 0.3 } },
        { batch, ids: text.ids },
      );
      const loss = lossOf(network);
      const pool = new NormalPool(5);
      const weights = weightsOf(network).filter(
        ({ matrix: { layer, role } }) => layer !== undefined && role !== "router",
      );
      const slopes = gradients(
        loss,
        weights.map(({ drawn }) => drawn),
      );
      for (const [index, { matrix, drawn }] of weights.entries()) {
        const direction = new NormalPool(6).numbers(matrix.name, sizeOf(drawn.shape));
        const along = total(
          multiply(slopes[index]!, {
            operation: { kind: "input", name: "direction" },
            inputs: [],
            shape: drawn.shape,
          }),
        );
        const at = (by: number): number =>
          evaluate([loss], movedFeed(pool, matrix.name, by, direction))[0]![0]!;
        const expected = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
        const feed = (name: string, size: number) =>
          name === "direction" ? direction : pool.numbers(name, size);
        const [computed] = evaluate([along], feed)[0]!;
        expect(Math.abs(computed! - expected), matrix.name).toBeLessThan(
          1e-6 * Math.max(1, Math.abs(expected)),
        );
      }
    },
  );
});
