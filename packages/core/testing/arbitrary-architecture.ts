import fc from "fast-check";
import type { Architecture, ArchitectureInput } from "../src/architecture/architecture.js";
import { resolveArchitecture } from "../src/architecture/resolve.js";

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
        bias: fc.constantFrom("none", "query-key-value", "all"),
        queryKeyNorm: fc.boolean(),
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

const flags = { bias: fc.boolean(), norm: fc.boolean() };
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
);

const layer: fc.Arbitrary<LayerInput> = fc.record(
  { repeat: fc.integer({ min: 1, max: 3 }), mixer: fc.oneof(attention, fourier, convolution), ffn },
  { requiredKeys: ["mixer", "ffn"] },
);

const embedding = fc.record(
  {
    vocabulary: fc.integer({ min: 1, max: 200 }),
    positions: fc.integer({ min: 0, max: 50 }),
    tokenTypes: fc.integer({ min: 0, max: 3 }),
    width,
    norm: fc.boolean(),
  },
  { requiredKeys: ["vocabulary"] },
);

const head = fc
  .record(
    {
      pooler: fc.boolean(),
      transform: fc.boolean(),
      vocabulary: fc.constantFrom("none", "tied", "separate"),
      vocabularyBias: fc.boolean(),
      dense: fc.boolean(),
      outputs: fc.integer({ min: 0, max: 5 }),
      outputsBias: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map(({ vocabularyBias, ...rest }) =>
    vocabularyBias === undefined || (rest.vocabulary ?? "none") === "none"
      ? rest
      : { ...rest, vocabularyBias },
  );

const std = fc.double({ min: 1e-3, max: 1, noNaN: true });
const distribution = fc.constantFrom("normal", "uniform");
const initialiser = fc.oneof(
  fc.record({ kind: fc.constantFrom("normal", "truncated-normal"), std }, { requiredKeys: ["kind"] }),
  fc.record({ kind: fc.constantFrom("xavier", "kaiming"), distribution }, { requiredKeys: ["kind"] }),
);

/** Documents of small architectures of every kind, with optional keys now there and now not. */
export const arbitraryArchitectureInput: fc.Arbitrary<ArchitectureInput> = fc.record(
  {
    name: fc.string({ maxLength: 20 }),
    kind: fc.constantFrom("encoder", "decoder"),
    hidden: fc.integer({ min: 1, max: 4 }).map((blocks) => 16 * blocks),
    embedding,
    norm: fc.constantFrom("layer", "rms"),
    finalNorm: fc.boolean(),
    head,
    initialiser,
    layers: fc.array(layer, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ["hidden", "embedding", "layers"] },
) as fc.Arbitrary<ArchitectureInput>;

/**
 * Small architectures of every kind: every mixer and FFN, grouped heads, separate embedding widths, every head.
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
