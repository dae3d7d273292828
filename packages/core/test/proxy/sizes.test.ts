import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesPerWeight, cost, type Dtype } from "../../src/architecture/cost.js";
import { UsageError } from "../../src/errors.js";
import { activeParameters } from "../../src/proxy/active-parameters.js";
import { kvBytes } from "../../src/proxy/kv-bytes.js";
import { memory } from "../../src/proxy/memory.js";
import { flops, nonEmbeddingParameters, parameters } from "../../src/proxy/sizes.js";
import { weightBytes } from "../../src/proxy/weight-bytes.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";

describe("sizes", () => {
  it("are what cost says", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, fc.integer({ min: 1, max: 5000 }), (architecture, sequence) => {
        const { parameters: counted, flops: counts } = cost(architecture, { sequence });
        expect(parameters.scorer({}).score(architecture).value).toBe(counted.total);
        expect(nonEmbeddingParameters.scorer({}).score(architecture).value).toBe(counted.nonEmbedding);
        expect(flops.scorer({ sequence }).score(architecture).value).toBe(counts.perSequence);
      }),
    );
  });

  it.each(Object.keys(bytesPerWeight) as Dtype[])("are what cost says, stored as %s", (dtype) => {
    const drawn = fc.sample(arbitraryArchitecture, { numRuns: 100, seed: 2 });
    const caches = drawn.map((architecture) => {
      const { parameters: counted, weightBytes: bytes, cacheBytesPerToken } = cost(architecture, { dtype });
      expect(activeParameters.scorer({}).score(architecture).value).toBe(counted.active);
      expect(weightBytes.scorer({ dtype }).score(architecture).value).toBe(bytes);
      expect(kvBytes.scorer({ dtype }).score(architecture).value).toBe(cacheBytesPerToken);
      const options = { dtype, context: 300, batch: 7 };
      const held = cost(architecture, options).memory;
      expect(memory.scorer(options).score(architecture).value).toBe(held.bytes);
      expect(held.bytes).toBe(bytes + held.cacheBytes);
      return cacheBytesPerToken;
    });
    expect(new Set(caches).size).toBeGreaterThan(2);
  });

  it("take 512 tokens by default", () => {
    const [architecture] = fc.sample(arbitraryArchitecture, { numRuns: 1, seed: 1 });
    if (!architecture) throw new Error("no sample");
    expect(flops.scorer({}).score(architecture)).toEqual(flops.scorer({ sequence: 512 }).score(architecture));
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuse %d tokens", (sequence) => {
    expect(() => flops.scorer({ sequence })).toThrow(UsageError);
  });
});
