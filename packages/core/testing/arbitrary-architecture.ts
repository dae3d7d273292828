import { type Architecture, type ArchitectureInput, resolveArchitecture } from "@zerolm/core";
import fc from "fast-check";

type LayerInput = ArchitectureInput["layers"][number];

const width = fc.integer({ min: 1, max: 40 });

/** Two to the power of 0 … 3, so that key/value heads divide heads and heads divide a hidden size that is a multiple of 16. */
const heads = fc.constantFrom(1, 2, 4, 8);

const attention = fc
  .record({
    heads,
    groups: heads,
    headDim: fc.option(width, { nil: undefined }),
    flags: fc.record(
      {
        weighted: fc.boolean(),
        relative: fc.boolean(),
        positionBuckets: fc.integer({ min: 0, max: 4 }),
        bias: fc.constantFrom("none", "query-key-value", "query-value-output", "output", "all"),
        queryKeyNorm: fc.constantFrom(true, false, "layer", "whole"),
        gate: fc.constant(true),
        sinks: fc.constant(true),
        segments: fc.constant(true),
        relativeKeys: fc.constantFrom(1, 2),
        window: fc.integer({ min: 1, max: 600 }),
        postNorm: fc.constant(true),
        norm: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ heads: count, groups, headDim, flags }) => ({
    kind: "attention" as const,
    heads: count,
    ...(groups < count ? { keyValueHeads: groups } : {}),
    ...(headDim === undefined ? {} : { headDim }),
    ...flags,
  }));

const fourier = fc.record(
  {
    kind: fc.constant("fourier"),
    transform: fc.constantFrom("dft", "dct"),
    bias: fc.boolean(),
    norm: fc.boolean(),
  },
  { requiredKeys: ["kind", "transform"] },
);

const convolution = fc.record(
  {
    kind: fc.constant("convolution"),
    kernel: fc.integer({ min: 1, max: 9 }),
    heads: fc.constantFrom(2, 4, 8),
    bias: fc.boolean(),
    norm: fc.boolean(),
  },
  { requiredKeys: ["kind", "kernel", "heads"] },
);

const flags = { bias: fc.boolean(), norm: fc.boolean(), postNorm: fc.constant(true) };
const ffn = fc.oneof(
  fc.record(
    { kind: fc.constant("plain"), width, stacks: fc.integer({ min: 1, max: 3 }), ...flags },
    { requiredKeys: ["kind", "width"] },
  ),
  fc.record(
    { kind: fc.constant("plain"), widths: fc.array(width, { minLength: 1, maxLength: 3 }), ...flags },
    { requiredKeys: ["kind", "widths"] },
  ),
  fc.record({ kind: fc.constant("gated"), width, ...flags }, { requiredKeys: ["kind", "width"] }),
  fc
    .record(
      {
        kind: fc.constant("mixture"),
        active: fc.integer({ min: 1, max: 3 }),
        idle: fc.integer({ min: 0, max: 3 }),
        width,
        shared: fc.integer({ min: 0, max: 2 }),
        gated: fc.boolean(),
        sharedWidth: width,
        sharedGate: fc.constant(true),
        bias: fc.constant(true),
        routerBias: fc.constant(true),
        norm: fc.boolean(),
      },
      { requiredKeys: ["kind", "active", "idle", "width"] },
    )
    .map(({ idle, ...rest }) => ({ ...rest, experts: rest.active + idle })),
);

/** On projections that every mixer, or every FFN, has. */
const adaptersOn = (...projections: ("output" | "up" | "down")[]) =>
  fc
    .record({
      roles: fc.shuffledSubarray(projections, { minLength: 1 }),
      ranks: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
    })
    .map(({ roles: [first, ...others], ranks: [rank, other] }) => [
      { rank, on: [first] },
      ...(others.length > 0 ? [{ rank: other, on: others }] : []),
    ]);

const repeat = fc.integer({ min: 1, max: 3 });
const mixer = fc.oneof(attention, fourier, convolution);

/** Layers with all of these parts, and with adapters on what they have. */
const layerOf = (parts: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(
    {
      ...parts,
      repeat,
      adapters: adaptersOn(
        ...("mixer" in parts || "cross" in parts ? (["output"] as const) : []),
        ...("ffn" in parts ? (["up", "down"] as const) : []),
      ),
    },
    { requiredKeys: Object.keys(parts) as never[] },
  ) as fc.Arbitrary<LayerInput>;

/** Every fourth layer lacks its mixer or its FFN. */
const layer = fc.oneof(
  { weight: 6, arbitrary: layerOf({ mixer, ffn }) },
  { weight: 1, arbitrary: layerOf({ mixer }) },
  { weight: 1, arbitrary: layerOf({ ffn }) },
);
const decoderLayer = fc.oneof(
  { weight: 3, arbitrary: layerOf({ mixer, cross: attention, ffn }) },
  ...[{ cross: attention, ffn }, { mixer, cross: attention }, { cross: attention }].map((parts) => ({
    weight: 1,
    arbitrary: layerOf(parts),
  })),
);

const added = {
  positions: fc.integer({ min: 0, max: 50 }),
  tokenTypes: fc.integer({ min: 0, max: 3 }),
  width,
  norm: fc.boolean(),
  classToken: fc.boolean(),
};
const vocabulary = fc.integer({ min: 1, max: 200 });
const tokens = fc.record({ vocabulary, ...added }, { requiredKeys: ["vocabulary"] });

const adaptiveTokens = fc
  .record({
    tokens,
    ends: fc.uniqueArray(fc.integer({ min: 1, max: 199 }), { minLength: 1, maxLength: 3 }),
    divide: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  .map(({ tokens: base, ends, divide }) => ({
    ...base,
    vocabulary: base.vocabulary + Math.max(...ends),
    adaptive: {
      cutoffs: ends.sort((one, other) => one - other),
      ...(divide === undefined ? {} : { divide }),
    },
  }));

const patches = fc
  .record(
    {
      size: fc.integer({ min: 1, max: 8 }),
      across: fc.integer({ min: 1, max: 4 }),
      channels: fc.constantFrom(1, 4),
    },
    { requiredKeys: ["size", "across"] },
  )
  .map(({ across, ...rest }) => ({ ...rest, image: rest.size * across }));
const images = fc.record({ vocabulary, patches, ...added }, { requiredKeys: ["patches"] });

const embedding = fc.oneof(
  { weight: 3, arbitrary: tokens },
  { weight: 1, arbitrary: adaptiveTokens },
  { weight: 1, arbitrary: images },
) as fc.Arbitrary<ArchitectureInput["embedding"]>;

type HeadInput = NonNullable<ArchitectureInput["head"]>;

const head = fc.record(
  {
    ownProjections: fc.integer({ min: 0, max: 3 }),
    oneToken: fc.boolean(),
    pooler: fc.boolean(),
    transform: fc.boolean(),
    vocabulary: fc.constantFrom("none", "tied", "separate"),
    vocabularyBias: fc.boolean(),
    dense: fc.boolean(),
    outputs: fc.integer({ min: 0, max: 5 }),
    outputsBias: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<HeadInput>;

/** A head without what contradicts the embedding or itself. */
function fitting(
  given: HeadInput,
  { vocabulary: size, adaptive }: ArchitectureInput["embedding"],
): HeadInput {
  const { vocabulary: projection, vocabularyBias, ownProjections, transform, ...rest } = given;
  const hasProjection = size !== undefined && (projection ?? "none") !== "none";
  return {
    ...rest,
    ...(hasProjection ? { vocabulary: projection } : {}),
    ...(hasProjection && vocabularyBias !== undefined ? { vocabularyBias } : {}),
    ...(hasProjection && projection === "tied" && adaptive && ownProjections !== undefined
      ? { ownProjections }
      : {}),
    ...(adaptive || transform === undefined ? {} : { transform }),
  };
}

const std = fc.double({ min: 1e-3, max: 1, noNaN: true });
const distribution = fc.constantFrom("normal", "uniform");
const initialiser = fc.oneof(
  fc.record({ kind: fc.constantFrom("normal", "truncated-normal"), std }, { requiredKeys: ["kind"] }),
  fc.record({ kind: fc.constantFrom("xavier", "kaiming"), distribution }, { requiredKeys: ["kind"] }),
);

const oneStack = fc.record(
  { kind: fc.constantFrom("encoder", "decoder"), layers: fc.array(layer, { minLength: 1, maxLength: 4 }) },
  { requiredKeys: ["layers"] },
);
const twoStacks = fc
  .tuple(
    fc.array(layer, { minLength: 1, maxLength: 2 }),
    fc.array(decoderLayer, { minLength: 1, maxLength: 2 }),
  )
  .map(([encoder, decoder]) => ({ kind: "encoder-decoder", layers: [...encoder, ...decoder] }));

const frame = fc.record(
  {
    name: fc.string({ maxLength: 20 }),
    hidden: fc.integer({ min: 1, max: 4 }).map((blocks) => 16 * blocks),
    embedding,
    norm: fc.constantFrom("layer", "rms", "scale", "bare"),
    finalNorm: fc.boolean(),
    head,
    initialiser,
  },
  { requiredKeys: ["hidden", "embedding"] },
);

/** Documents of small architectures of every kind, with optional keys now there and now not. */
export const arbitraryArchitectureInput: fc.Arbitrary<ArchitectureInput> = fc
  .tuple(frame, fc.oneof({ weight: 4, arbitrary: oneStack }, { weight: 1, arbitrary: twoStacks }))
  .map(([{ head: given, ...rest }, stacks]) => ({
    ...rest,
    ...stacks,
    ...(given ? { head: fitting(given, rest.embedding) } : {}),
  })) as fc.Arbitrary<ArchitectureInput>;

/**
 * Small architectures of every kind: every mixer and FFN, layers that lack one, grouped heads, every embedding and head, one stack and two.
 *
 * @example
 * fc.assert(fc.property(arbitraryArchitecture, (architecture) => cost(architecture).parameters.total > 0));
 */
export const arbitraryArchitecture: fc.Arbitrary<Architecture> = arbitraryArchitectureInput.map((input) => {
  const { value, problems } = resolveArchitecture(input);
  if (!value)
    throw new Error(`an arbitrary architecture is not valid: ${JSON.stringify({ input, problems })}`);
  return value;
});
