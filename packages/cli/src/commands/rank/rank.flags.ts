import type { CommonOptions } from "../../options/common.js";
import type { ProxyFlags } from "../../options/proxy.js";

/** What `zerolm rank` takes. */
export interface RankFlags extends CommonOptions, ProxyFlags {
  readonly proxy: string;
  readonly minimize?: boolean;
  /** An option of ZeroLM; `real` are the weights of checkpoints. */
  readonly weights?: "expected" | "sampled" | "real";
  readonly initialiser?: string;
  readonly std?: number | string;
}
