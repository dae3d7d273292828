import type { ConfigKeys } from "./config-keys.js";

/** Refuses a `head_dim` that is not hidden / heads, for families whose norms over heads have that width whatever it says. */
export function ownHeadDim(keys: ConfigKeys): { readonly headDim?: number } {
  const [hidden, heads] = [keys.size("hidden_size", "hidden"), keys.size("num_attention_heads", "heads")];
  keys.divides("num_attention_heads", heads, ["hidden_size", hidden]);
  const headDim = keys.sizeOr("head_dim", "hidden", undefined);
  if (headDim !== undefined && headDim * heads !== hidden && keys.problems.length === 0)
    keys.refuse("head_dim", `must be hidden_size / num_attention_heads = ${hidden / heads}`);
  return {};
}
