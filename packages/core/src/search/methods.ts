import { exact } from "./exact/exact.js";
import { exhaustive } from "./exhaustive.js";
import { milp } from "./milp/milp.js";
import type { SearchMethod } from "./search.js";

/** Every way to search by the name it has on the command line; a new one is one file beside this one and one row here. */
export const searchMethods = { exhaustive, exact, milp } satisfies Record<string, SearchMethod>;

/** Name of a search method. */
export type SearchMethodName = keyof typeof searchMethods;
