import { type Architecture, resolveArchitecture } from "@zerolm/core";

const made = (document: unknown): Architecture => {
  const { value, problems } = resolveArchitecture(document);
  if (!value) throw new Error(`an example is not valid: ${JSON.stringify(problems)}`);
  return value;
};

const bert = (mixer: unknown, ffn: unknown = { kind: "plain", width: 24 }, hidden = 16): Architecture =>
  made({
    hidden,
    embedding: { vocabulary: 50, positions: 12, tokenTypes: 2, width: 8, norm: true },
    layers: [{ mixer, ffn, repeat: 2 }],
  });

const gpt = (mixer: unknown, ffn: unknown, more: object = {}): Architecture =>
  made({
    kind: "decoder",
    hidden: 16,
    embedding: { vocabulary: 50 },
    finalNorm: true,
    head: { vocabulary: "tied" },
    layers: [{ mixer, ffn, repeat: 2 }],
    ...more,
  });

const attention = { kind: "attention", heads: 4 };
const plain = { kind: "plain", width: 24 };

/** A small architecture of every kind of part. */
export const examples: Readonly<Record<string, Architecture>> = {
  bert: bert(attention),
  "weighted attention": bert({ ...attention, weighted: true }, { kind: "plain", width: 12, stacks: 3 }),
  fourier: bert({ kind: "fourier", transform: "dft", norm: false }),
  cosine: bert({ kind: "fourier", transform: "dct" }),
  "dynamic convolution": bert({ kind: "convolution", kernel: 5, heads: 4 }),
  gpt2: gpt(attention, plain, { embedding: { vocabulary: 50, positions: 12 } }),
  llama: gpt({ ...attention, keyValueHeads: 2, bias: "none" }, { kind: "gated", width: 20 }, { norm: "rms" }),
  "transformer-xl": gpt({ ...attention, relative: true }, plain, {
    finalNorm: false,
    embedding: { vocabulary: 50, adaptive: { cutoffs: [10, 30], divide: 2 } },
  }),
  windows: gpt({ ...attention, window: 3, sinks: true, queryKeyNorm: true, gate: true }, plain),
  deberta: made({
    hidden: 16,
    embedding: { vocabulary: 50, relativePositions: 9 },
    layers: [{ mixer: { ...attention, relativeKeys: 2 }, ffn: plain }],
  }),
  mixture: gpt(attention, { kind: "mixture", experts: 4, active: 2, width: 10, shared: 1, sharedGate: true }),
  latent: gpt({ kind: "latent", heads: 2, keyValueRank: 8, keyDim: 4, rotaryDim: 2, valueDim: 5 }, plain),
  "short convolution": gpt({ kind: "short-convolution", kernel: 3 }, plain),
  parallel: gpt(attention, plain, { layers: [{ mixer: attention, ffn: plain, parallel: true, repeat: 2 }] }),
  adapters: bert(attention, plain, 32),
  shared: made({
    hidden: 16,
    embedding: { vocabulary: 50, positions: 12 },
    layers: [
      { mixer: attention, ffn: plain },
      { mixer: attention, ffn: plain, shared: true },
    ],
  }),
  vit: made({
    hidden: 16,
    embedding: { patches: { image: 8, size: 4 }, classToken: true, positions: 5 },
    finalNorm: true,
    head: { outputs: 3, oneToken: true },
    layers: [{ mixer: attention, ffn: plain }],
  }),
  "encoder-decoder": made({
    kind: "encoder-decoder",
    hidden: 16,
    embedding: { vocabulary: 50 },
    finalNorm: true,
    head: { vocabulary: "tied" },
    layers: [
      { mixer: attention, ffn: plain },
      { mixer: attention, cross: attention, ffn: plain },
    ],
  }),
};
