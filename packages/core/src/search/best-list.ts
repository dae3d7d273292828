import { WorkError } from "../errors.js";
import type { SearchRequest } from "./search.js";
import { ShapeList } from "./shape-list.js";
import { TopList } from "./top-list.js";

/**
 * The list of the best that a request asks for: different scores, or one of each macro option.
 *
 * @param least entries at least, for a method that learns from the best whether anything fits. Default: 0
 */
export const bestListOf = (
  { top, perMacro, floor }: Pick<SearchRequest, "top" | "perMacro" | "floor">,
  least = 0,
): ShapeList | TopList =>
  perMacro ? new ShapeList(Math.max(least, top), floor) : new TopList(Math.max(least, top), floor);

/** What to throw if a search with a floor found nothing; nothing for one without. */
export const belowFloor = ({ floor }: Pick<SearchRequest, "floor">): WorkError | undefined =>
  floor === undefined ? undefined : new WorkError(`nothing within the budgets reaches a score of ${floor}`);
