import { evolution } from "./evolution.js";
import { exact } from "./exact/exact.js";
import { isUneven } from "./exact/programs.js";
import { exhaustive } from "./exhaustive.js";
import { milp } from "./milp/milp.js";
import { nsga2 } from "./nsga2.js";
import type { SearchMethod, SearchRequest } from "./search.js";

/** Up to this many architectures scoring each is quick, and counts ties. */
const quicklyScored = 10n ** 8n;

/** Integer programs do not mind how many costs there are; the dynamic program does, once they are too many to lay out. */
function layerwise(request: SearchRequest): SearchMethod[] {
  const serves = exact.refuses(request) === undefined;
  return serves && !request.pareto && isUneven(request) ? [milp, exact] : [exact, milp];
}

/**
 * The method that suits a request best: the first that gives a proof; where none serves, NSGA-II for a Pareto front and evolution
 * for the best, since they serve any request.
 */
export function chooseMethod(request: SearchRequest): SearchMethod {
  const small = request.space.size <= quicklyScored;
  const proving = small ? [exhaustive, exact, milp] : [...layerwise(request), exhaustive];
  const serving = proving.find((method) => method.refuses(request) === undefined);
  return serving ?? (request.pareto ? nsga2 : evolution);
}
