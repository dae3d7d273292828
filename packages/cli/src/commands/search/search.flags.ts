import type { BudgetFlags } from "../../options/budget-options.js";
import type { CommonOptions } from "../../options/common.js";
import type { ProxyFlags } from "../../options/proxy.js";

/** The search methods by name, named here so that help need not load them; a test holds them to the table. */
export const methods = [
  "auto",
  "exhaustive",
  "exact",
  "milp",
  "evolution",
  "nsga2",
  "local",
  "random",
] as const;

/** What `zerolm search` takes. */
export interface SearchFlags extends CommonOptions, ProxyFlags, BudgetFlags {
  readonly proxy: string;
  readonly minimize?: boolean;
  readonly top: number;
  readonly pareto?: boolean;
  readonly layersEqual?: boolean;
  readonly method: (typeof methods)[number];
  readonly evaluations?: number;
  readonly seconds?: number;
  readonly state?: string;
  readonly plot?: string;
  readonly report?: string;
  readonly out?: string;
}
