import type { CommonOptions } from "../../options/common.js";
import type { ProxyFlags } from "../../options/proxy.js";

/** What `zerolm rank` takes. */
export interface RankFlags extends CommonOptions, ProxyFlags {
  readonly proxy: string;
  readonly minimize?: boolean;
  readonly weights?: "expected" | "sampled" | "real";
  readonly initialiser?: "normal" | "truncated-normal" | "xavier" | "kaiming";
  readonly repeats?: number;
}
