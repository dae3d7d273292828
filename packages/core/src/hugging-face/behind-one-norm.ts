import type { LayerInput } from "./family.js";

/** Attention and FFN side by side behind one norm. */
export const behindOneNorm = ({ ffn, ...rest }: LayerInput): LayerInput => ({
  ...rest,
  ...(ffn ? { ffn: { ...ffn, norm: false } } : {}),
  parallel: true,
});
