import type { Family } from "./family.js";
import { vit } from "./vit.js";

/** What DeiT adds to the embedding of a vision Transformer: a token for distillation, and its position. */
const distilled = <Body extends { readonly embedding: { readonly positions?: number | undefined } }>(
  body: Body,
) => ({
  ...body,
  embedding: { ...body.embedding, positions: (body.embedding.positions ?? 0) + 1, extraTokens: 1 },
});

/** DeiT with its distillation token (Touvron et al. 2021). Source: transformers 5.18, `models/deit/modeling_deit.py`. */
export const deit: Family = {
  ...vit,
  summary: "the same as `vit` with a token for distillation",
  heads: {
    DeiTModel: () => ({ pooler: true }),
    DeiTForImageClassification: ({ labels }) => ({ outputs: labels, oneToken: true }),
    DeiTForImageClassificationWithTeacher: ({ labels }) => ({ outputs: 2 * labels, oneToken: true }),
  },
  defaultClass: "DeiTForImageClassification",
  read(config) {
    const read = vit.read(config);
    return read.value ? { value: distilled(read.value) } : read;
  },
  tensors: undefined,
  pruning: { refused: "its checkpoints are not read" },
};
