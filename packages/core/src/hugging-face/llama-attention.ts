import { z } from "zod";
import type { Resolved } from "../architecture/resolve.js";
import { maximumHeads, maximumHidden, maximumWidth, size } from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import { indivisible, type LayerInput, type Values } from "./family.js";
import type { WholeHeads } from "./per-layer.js";

type Attention = Extract<NonNullable<LayerInput["mixer"]>, { kind: "attention" }>;

/** How families that descend from Llama differ in their attention. */
export interface AttentionTraits {
  /** `num_key_value_heads` if the config does not have the key; as many as query heads if it is null. */
  readonly keyValueHeads?: number;
  /** `head_dim` if the config does not say; hidden / heads if this is absent. */
  readonly headDim?: number;
  /** Which projections of the attention have a bias: as `attention_bias` says, or always the same ones. */
  readonly bias: "attention_bias" | "none" | "query-key-value" | "all";
  /** Norms over query and key. Default: none. */
  readonly queryKeyNorm?: Attention["queryKeyNorm"];
}

/** The keys of the attention. */
export const attentionSchema = z.object({
  num_attention_heads: size(maximumHeads, "Query heads."),
  num_key_value_heads: size(maximumHeads, "Key/value heads.").nullish(),
  head_dim: size(maximumHidden, "Width of one head.").nullish(),
  attention_bias: z.boolean().nullish(),
});

type AttentionConfig = z.output<typeof attentionSchema>;

/** The attention of a layer; nothing if hidden is wrong. */
export function attentionOf(
  values: Values,
  hidden: number | undefined,
  traits: AttentionTraits,
): Resolved<LayerInput["mixer"]> {
  const { value: config, problems } = checkValue(attentionSchema, values);
  if (problems) return { problems };
  // Where hidden is wrong, that is told elsewhere.
  if (hidden === undefined) return { value: undefined };
  const { heads, keyValueHeads } = wholeHeads(config, traits);
  const headDim = config.head_dim ?? traits.headDim;
  const contradictions = headProblems(config, { heads, keyValueHeads }, headDim, hidden);
  if (contradictions.length > 0) return { problems: contradictions };
  const fromConfig = config.attention_bias ? "all" : "none";
  return {
    value: {
      kind: "attention",
      heads,
      keyValueHeads,
      headDim: headDim ?? hidden / heads,
      bias: traits.bias === "attention_bias" ? fromConfig : traits.bias,
      queryKeyNorm: traits.queryKeyNorm ?? false,
    },
  };
}

/** The heads that a config has for all layers. */
export function wholeHeads(
  { num_attention_heads: heads, num_key_value_heads: given }: AttentionConfig,
  traits: AttentionTraits,
): WholeHeads {
  return { heads, keyValueHeads: (given === undefined ? traits.keyValueHeads : given) ?? heads };
}

function headProblems(
  config: AttentionConfig,
  { heads, keyValueHeads }: WholeHeads,
  headDim: number | undefined,
  hidden: number,
): Problem[] {
  const absent = config.num_key_value_heads === undefined;
  const grouping = indivisible(
    "num_key_value_heads",
    [absent ? "is missing, and the default" : "num_key_value_heads", keyValueHeads],
    ["num_attention_heads", heads],
    "Each must serve the same number of query heads.",
  );
  const own = ["num_attention_heads", heads] as const;
  const advice = "Choose a divisor or give head_dim.";
  if (headDim === undefined)
    return [...indivisible("num_attention_heads", own, ["hidden_size", hidden], advice), ...grouping];
  const width = heads * headDim;
  if (width <= maximumWidth) return grouping;
  const message = `${heads} heads of width ${headDim} have a total width of ${width}, above the maximum of ${maximumWidth}`;
  return [{ path: ["head_dim"], message }, ...grouping];
}
