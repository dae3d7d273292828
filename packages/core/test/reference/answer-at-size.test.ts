import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import { resolveArchitecture } from "../../src/architecture/resolve.js";
import { shape } from "../../src/proxy/shape.js";
import { answerAtSize } from "../../src/reference/answer-at-size.js";
import { small } from "../proxy/architectures.js";

const scorer = shape.scorer();

/** GPT-2-like: attention of the hidden size, FFN four times it. */
const model = (hidden: number, depth: number): Architecture =>
  resolveArchitecture({
    kind: "decoder",
    hidden,
    embedding: { vocabulary: 500 },
    head: { vocabulary: "tied" },
    layers: [
      { repeat: depth, mixer: { kind: "attention", heads: 1 }, ffn: { kind: "plain", width: 4 * hidden } },
    ],
  }).value as Architecture;

describe("answerAtSize", () => {
  const shallow = model(256, 2);
  const size = cost(shallow).parameters.total;

  it("is the best of all depths and hidden sizes of no more parameters", () => {
    const scores: number[] = [];
    for (let hidden = 32; hidden <= 768; hidden += 32)
      for (let depth = 1; depth <= 120; depth++) {
        const one = model(hidden, depth);
        if (cost(one).parameters.total > size) break;
        scores.push(scorer.score(one).value);
      }
    const answer = answerAtSize(shallow, scorer);
    expect(answer?.score).toBe(Math.max(...scores));
    expect(cost(answer!.architecture).parameters.total).toBeLessThanOrEqual(size);
    expect(answer?.equivalentSize).toBeGreaterThan(5);
  });

  it("is the model itself if nothing is better", () => {
    const best = answerAtSize(shallow, scorer)!.architecture;
    expect(answerAtSize(best, scorer)).toMatchObject({ equivalentSize: 0, architecture: best });
  });

  it("has nothing to say of layers that differ", () => {
    expect(answerAtSize(small(), scorer)).toBeUndefined();
  });
});
