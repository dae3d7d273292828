import type { CheapestWithin, SearchRequest, SearchResult } from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { type Advised, adviceOn } from "./advice/advice.js";
import { adviserOf } from "./advice/adviser.js";
import { Hurry } from "./advice/hurried.js";
import { knownBeside } from "./advice/known.js";
import { rivals } from "./advice/opinions.js";
import type { Plan } from "./plan.js";
import type { SearchTaskOutcome } from "./search-outcome.js";
import type { SearchTaskRequest } from "./search-request.js";

/** Seconds that advice may take at least; it may take as long as the search if that is longer. Usually it takes a fraction of one. */
const leastSeconds = 5;

/** What a request found, in the order of its steps. */
export interface Searched {
  readonly plan: Plan;
  readonly result: SearchResult;
  /** Whether the result holds the whole front of score against the budget. */
  readonly front: boolean;
  readonly seconds: number;
  /** The search of the whole space, if its best could not be written and a part of it was searched. */
  readonly whole?: { readonly search: SearchRequest; readonly result: SearchResult } | undefined;
  readonly cheapest?: (CheapestWithin & { readonly amountOfBest: number }) | undefined;
}

/** What is said beside the best. */
export interface Extras {
  readonly fields: Pick<SearchTaskOutcome, "advice" | "known" | "writable">;
  /** Of each of the best, as far as there was time. */
  readonly equivalentSizes: readonly number[];
  readonly ofCheapest?: number | undefined;
}

/** Advice, known models and what restrictions cost; nothing of it for sizes, minima and searches that were stopped. */
export async function extrasOf(
  searched: Searched,
  request: SearchTaskRequest,
  host: TaskHost,
): Promise<Extras> {
  const { plan, result, front, seconds, whole, cheapest } = searched;
  const { search, budgets, counting, about, compile } = plan;
  const hurry = new Hurry(Math.max(leastSeconds, seconds), host.signal);
  const writable = whole && (await writableCost(searched, hurry));
  if (!isAdvised(plan, request) || host.signal?.aborted)
    return { fields: { ...(writable ? { writable } : {}) }, equivalentSizes: [] };
  const shapes = (await shapesOf(searched, hurry)) ?? [];
  const advised: Advised = { search, budgets, proxy: about.proxy, compile, result, shapes, front };
  const { advice, equivalentSizes, curve } = await adviceOn(advised, hurry);
  const ofCheapest =
    cheapest && curve && (await hurry.inTime(() => curve.equivalentSize(cheapest.cheapest.score)));
  const known = plan.predictor ? [] : await knownBeside(search, result, counting, hurry);
  const fields = { advice, ...(known.length > 0 ? { known } : {}), ...(writable ? { writable } : {}) };
  return { fields, equivalentSizes, ofCheapest };
}

const isAdvised = ({ search, about }: Plan, { advice }: SearchTaskRequest): boolean =>
  advice && !search.minimize && !about.isSize;

/** One of each macro option: those that were searched for, else a search of their own. */
async function shapesOf(
  { plan: { search }, result }: Searched,
  hurry: Hurry,
): Promise<SearchResult["best"] | undefined> {
  if (search.perMacro) return result.best;
  return await hurry.inTime(async () => {
    const adviser = adviserOf(search, result, [], false, hurry);
    const found = await adviser?.method.search({ ...search, perMacro: true, top: 1 + rivals, pareto: false });
    return found?.best ?? [];
  });
}

/** What it costs that only what can be written was searched. */
async function writableCost(
  { plan: { budgets }, result, front, whole }: Searched,
  hurry: Hurry,
): Promise<SearchTaskOutcome["writable"]> {
  const [best, narrow] = [whole?.result.best[0], result.best[0]];
  if (!whole || !best || !narrow) return undefined;
  const adviser = adviserOf(whole.search, whole.result, budgets, front, hurry);
  const equivalentSize = adviser && (await hurry.inTime(() => adviser.curve.equivalentSize(narrow.score)));
  return { score: best.score, ...(equivalentSize === undefined ? {} : { equivalentSize }) };
}
