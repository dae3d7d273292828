import { compileSpace, InputError, readDocument, type Space } from "@zerolm/core";
import fc from "fast-check";

const some = <T>(...values: T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray(values, { minLength: 1, maxLength: Math.min(3, values.length) });

const operations = some<unknown>(
  { kind: "attention", heads: 4 },
  { kind: "attention", heads: 2, weighted: true },
  { kind: "attention", heads: 4, keyValueHeads: 2, headDim: 6 },
  { kind: "attention", heads: 4, window: 16 },
  { kind: "fourier", transform: "dct", norm: false },
  { kind: "fourier", transform: "dft" },
  { kind: "convolution", kernel: 5, heads: 2 },
);

const ffns = some<unknown>(
  { kind: "plain", width: "ffnWidth" },
  { kind: "plain", width: "ffnWidth", stacks: 2 },
  { kind: "plain", width: "inner" },
  { kind: "gated", width: "ffnWidth", bias: true },
  { kind: "mixture", experts: 4, active: 2, shared: 1, width: "ffnWidth" },
);

const initialiser = fc.constantFrom<unknown>(
  { kind: "normal" },
  { kind: "truncated-normal", std: 0.3 },
  { kind: "xavier" },
  { kind: "kaiming", distribution: "uniform" },
);

const layer = { mixer: "operation", ffn: "block" };

/** How layers are laid out: freely, all equal, or in groups, of which one is equal and one may be empty; as an encoder and a decoder. */
const layouts = fc.constantFrom<Readonly<Record<string, unknown>>>(
  { layers: layer },
  { layers: layer },
  { layers: layer, layersEqual: true },
  {
    layers: [
      { count: 1, ...layer },
      { count: "depth - 1", equal: true, ...layer },
    ],
  },
  {
    layers: [
      { count: "depth", equal: true, ...layer },
      { count: 1, mixer: { kind: "fourier", transform: "dft" }, ffn: "block" },
    ],
  },
  {
    kind: "encoder-decoder",
    layers: [
      { count: "depth", equal: true, ...layer },
      { count: 1, cross: { kind: "attention", heads: 2 }, ...layer },
    ],
  },
);

const constraints = fc.shuffledSubarray([
  "hidden + ffnWidth != 40",
  "ffnWidth <= 2 * hidden",
  "depth < 3 || hidden % 16 == 0",
]);

/** Documents of spaces of few architectures; constraints may leave nothing. */
const spaceDocument = fc
  .record({
    kind: fc.constantFrom("encoder", "decoder"),
    macro: fc.record({ hidden: some(16, 24, 32, 48), depth: some(1, 2, 3) }),
    operations,
    ffns,
    ffnWidth: fc.oneof(some(8, 24, 40), fc.constant({ from: 8, to: 40, step: 16 })),
    initialiser,
    layout: layouts,
    where: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: constraints }),
  })
  .map(({ layout: { kind, ...layout }, ...choices }) => ({
    name: "random",
    macro: choices.macro,
    layer: { operation: choices.operations, block: choices.ffns, ffnWidth: choices.ffnWidth },
    let: { inner: "2 * ffnWidth" },
    where: choices.where,
    architecture: {
      kind: kind ?? choices.kind,
      hidden: "hidden",
      embedding: { vocabulary: 90, positions: 8, width: 24 },
      initialiser: choices.initialiser,
    },
    ...layout,
  }));

/** The space of a document given as a value. */
export const spaceOf = (value: unknown): Space =>
  compileSpace(readDocument(JSON.stringify(value, null, 2), "space.json"));

/** A space that is left and that can be enumerated in no time. */
function smallSpaceOf(document: unknown): Space | undefined {
  try {
    const space = spaceOf(document);
    return space.size <= 3000n ? space : undefined;
  } catch (cause) {
    if (cause instanceof InputError && /leaves nothing/.test(cause.message)) return undefined;
    throw cause;
  }
}

/** The documents of {@link arbitrarySpace}, as values. */
export const arbitrarySpaceDocument = spaceDocument.filter((value) => smallSpaceOf(value) !== undefined);

/**
 * Small spaces of every kind of mixer and FFN, with free and with equal layers, in groups, with ranges, derived values and
 * constraints, whose architectures can all be enumerated.
 *
 * @example
 * fc.assert(fc.property(arbitrarySpace, (space) => space.size > 0n));
 */
export const arbitrarySpace: fc.Arbitrary<Space> = arbitrarySpaceDocument.map(spaceOf);
