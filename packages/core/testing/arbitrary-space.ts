import fc from "fast-check";
import { readDocument } from "../src/document/document.js";
import { compileSpace } from "../src/space/compile.js";
import type { Space } from "../src/space/space.js";

const some = <T>(...values: T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray(values, { minLength: 1, maxLength: Math.min(3, values.length) });

const operations = some<unknown>(
  { kind: "attention", heads: 4 },
  { kind: "attention", heads: 2, weighted: true },
  { kind: "attention", heads: 4, keyValueHeads: 2, headDim: 6 },
  { kind: "fourier", transform: "dct", norm: false },
  { kind: "fourier", transform: "dft" },
  { kind: "convolution", kernel: 5, heads: 2 },
);

const ffns = some<unknown>(
  { kind: "plain", width: "ffnWidth" },
  { kind: "plain", width: "ffnWidth", stacks: 2 },
  { kind: "gated", width: "ffnWidth", bias: true },
);

const initialiser = fc.constantFrom<unknown>(
  { kind: "normal" },
  { kind: "truncated-normal", std: 0.3 },
  { kind: "xavier" },
  { kind: "kaiming", distribution: "uniform" },
);

/** Documents of spaces with one to about five thousand architectures. */
export const arbitrarySpaceDocument: fc.Arbitrary<unknown> = fc
  .record({
    macro: fc.record({ hidden: some(16, 24, 32, 48), depth: some(1, 2, 3) }),
    operations,
    ffns,
    ffnWidth: some(8, 24, 40),
    initialiser,
  })
  .filter((choices) => choices.operations.length * choices.ffns.length * choices.ffnWidth.length <= 12)
  .map((choices) => ({
    name: "random",
    macro: choices.macro,
    layer: { operation: choices.operations, block: choices.ffns, ffnWidth: choices.ffnWidth },
    architecture: {
      hidden: "hidden",
      embedding: { vocabulary: 90, positions: 8, width: 24 },
      initialiser: choices.initialiser,
    },
    layers: { mixer: "operation", ffn: "block" },
  }));

/** The space of a document given as a value. */
export const spaceOf = (value: unknown): Space =>
  compileSpace(readDocument(JSON.stringify(value, null, 2), "space.json"));

/**
 * Small spaces of every kind of mixer and FFN, whose architectures can all be enumerated.
 *
 * @example
 * fc.assert(fc.property(arbitrarySpace, (space) => space.size > 0n));
 */
export const arbitrarySpace: fc.Arbitrary<Space> = arbitrarySpaceDocument.map(spaceOf);
