import { WorkError } from "../errors.js";
import type { SearchRequest } from "./search.js";
import { ShapeList } from "./shape-list.js";
import { TopList } from "./top-list.js";

/** The list of the best that a request asks for: different scores, or one of each macro option. */
export const bestListOf = ({
  top,
  perMacro,
  floor,
}: Pick<SearchRequest, "top" | "perMacro" | "floor">): ShapeList | TopList => {
  const limit = Math.max(1, top); // the best tells whether anything fits
  return perMacro ? new ShapeList(limit, floor) : new TopList(limit, floor);
};

/** What to throw if a search with a floor found nothing; nothing for one without. */
export const belowFloor = ({ floor }: Pick<SearchRequest, "floor">): WorkError | undefined =>
  floor === undefined ? undefined : new WorkError(`nothing within the budgets reaches a score of ${floor}`);
