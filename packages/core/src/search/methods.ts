import { evolution } from "./evolution.js";
import { exact } from "./exact/exact.js";
import { exhaustive } from "./exhaustive.js";
import { local } from "./local.js";
import { milp } from "./milp/milp.js";
import { nsga2 } from "./nsga2.js";
import { random } from "./random.js";
import type { SearchMethod } from "./search.js";

/** Every way to search by the name it has on the command line; a new one is one file beside this one and one row here. */
export const searchMethods = {
  exhaustive,
  exact,
  milp,
  evolution,
  nsga2,
  local,
  random,
} satisfies Record<string, SearchMethod>;

/** Name of a search method. */
export type SearchMethodName = keyof typeof searchMethods;
