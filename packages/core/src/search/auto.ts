import { UsageError } from "../errors.js";
import { exact } from "./exact/exact.js";
import { exhaustive } from "./exhaustive.js";
import { milp } from "./milp/milp.js";
import type { SearchMethod, SearchRequest } from "./search.js";

/** Up to this many architectures scoring each is quick, and tells how many are alike. */
const quicklyScored = 10n ** 8n;

/** The method that suits a request best: the first that gives a proof. */
export function chooseMethod(request: SearchRequest): SearchMethod {
  const order = request.space.size <= quicklyScored ? [exhaustive, exact, milp] : [exact, milp, exhaustive];
  const reasons = order.map((method) => ({ method, reason: method.refuses(request) }));
  const suitable = reasons.find(({ reason }) => reason === undefined);
  if (suitable) return suitable.method;
  throw new UsageError(reasons.map(({ method, reason }) => `${method.name}: ${reason}`).join("; "));
}
