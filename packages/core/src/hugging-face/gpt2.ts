import { z } from "zod";
import {
  maximumDepth,
  maximumHeads,
  maximumHidden,
  maximumVocabulary,
  maximumWidth,
  size,
} from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import { commonFfnWidth } from "./commonest.js";
import { decoderHeads } from "./decoder-heads.js";
import { bodyUnless, type Family, indivisible } from "./family.js";
import { cutHeads, keptHeads, prunedHeadsProblems, prunedHeadsSchema, wholeHeads } from "./pruned-heads.js";

const schema = z.looseObject({
  vocab_size: size(maximumVocabulary, "Vocabulary."),
  n_positions: size(maximumVocabulary, "Positions."),
  n_embd: size(maximumHidden, "Hidden size."),
  n_layer: size(maximumDepth, "Layers."),
  n_head: size(maximumHeads, "Heads."),
  n_inner: size(maximumWidth, "FFN width. Default: 4 · n_embd.").nullish(),
  pruned_heads: prunedHeadsSchema,
  add_cross_attention: z.literal(false).nullish(),
});

const read: Family["read"] = (value) => {
  const { value: config, problems } = checkValue(schema, value);
  if (problems) return { problems };
  const { n_embd: hidden, n_head: heads, n_layer: depth, pruned_heads: pruned } = config;
  const contradictions = [
    ...indivisible("n_head", ["n_head", heads], ["n_embd", hidden]),
    ...prunedHeadsProblems(pruned, depth, heads),
    ...tooWide(config.n_inner, hidden),
  ];
  return bodyUnless(contradictions, () => ({
    kind: "decoder",
    hidden,
    embedding: { vocabulary: config.vocab_size, positions: config.n_positions },
    norm: "layer",
    finalNorm: true,
    layers: keptHeads(pruned, depth, heads).map((kept) => ({
      mixer: { kind: "attention", heads: kept, headDim: hidden / heads },
      ffn: { kind: "plain", width: config.n_inner ?? 4 * hidden },
    })),
  }));
};

function tooWide(given: number | null | undefined, hidden: number): Problem[] {
  if (typeof given === "number" || 4 * hidden <= maximumWidth) return [];
  return [
    {
      path: ["n_inner"],
      message: `is 4 · n_embd = ${4 * hidden} by default; at most ${maximumWidth} are allowed`,
    },
  ];
}

const write: Family["write"] = (architecture) => {
  const { hidden, embedding, layers } = architecture;
  const heads = wholeHeads(architecture);
  return {
    vocab_size: Math.max(1, embedding.vocabulary),
    n_positions: Math.max(1, embedding.positions),
    n_embd: hidden,
    n_layer: layers.length,
    n_head: heads,
    n_inner: commonFfnWidth(layers),
    ...cutHeads(architecture, heads),
  };
};

/** GPT-2 (Radford et al. 2019). */
export const gpt2: Family = {
  heads: decoderHeads("GPT2", "GPT2LMHeadModel"),
  defaultClass: "GPT2LMHeadModel",
  tiedByDefault: true,
  read,
  write,
};
