import {
  chooseMethod,
  defaultEvaluations,
  InterruptedError,
  type SearchMethod,
  type SearchProgress,
  type SearchRequest,
  type SearchResult,
  searchMethods,
  UsageError,
  WorkError,
} from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { fullCount } from "../numbers.js";
import type { SearchTaskRequest } from "./search-request.js";
import { StateFile } from "./search-state.js";

/**
 * Searches by the method that a request names. It reports how far it is, ends with what it has once the host's signal says so, and, with
 * a state file, resumes from that file and keeps it up to date.
 *
 * @throws {WorkError} if nothing was found, and {InterruptedError} if it was stopped before that; {UsageError} if the method cannot serve the request
 */
export async function runSearch(
  search: SearchRequest,
  request: SearchTaskRequest,
  host: TaskHost,
): Promise<SearchResult> {
  const method = methodOf(search, request);
  refuseLimits(method, request, host);
  const { evaluations, seconds } = request;
  const file = new StateFile(request.state, host);
  const resume = await file.read();
  const report = reporter(request, host);
  const onProgress = async (progress: SearchProgress): Promise<void> => {
    await file.keep(progress.state);
    await report(progress);
  };
  try {
    const limits = { evaluations, seconds };
    const result = await method.search({ ...search, limits, signal: host.signal, resume, onProgress });
    await file.save(result.state);
    return result;
  } catch (cause) {
    if (!(cause instanceof WorkError)) throw cause;
    await file.save(); // a search that found nothing yet can be resumed
    throw host.signal?.aborted ? new InterruptedError(`stopped too early: ${cause.message}`) : cause;
  }
}

/** The method that a request names, or the one that suits it. */
export const methodOf = (
  search: SearchRequest,
  { method }: Pick<SearchTaskRequest, "method">,
): SearchMethod => (method === "auto" ? chooseMethod(search) : searchMethods[method]);

/** Methods with a proof end when they have it; a limit that they do not support would mislead. */
function refuseLimits({ name, takes }: SearchMethod, request: SearchTaskRequest, host: TaskHost): void {
  const limits = ["evaluations", "seconds", "state"] as const;
  const idle = limits.find((limit) => request[limit] !== undefined && !takes.includes(limit));
  if (idle === undefined) return;
  throw new UsageError(
    `${fieldName(host, idle)} has no effect with ${name} search, which ends with a proof. Use a heuristic, for example ${fieldName(host, "method")} evolution.`,
  );
}

/** Reports the share of the work that is done. */
function reporter(
  { evaluations, seconds, minimize }: SearchTaskRequest,
  { report }: TaskHost,
): (progress: SearchProgress) => Promise<void> {
  const started = Date.now();
  const limit = evaluations ?? (seconds === undefined ? defaultEvaluations : Number.POSITIVE_INFINITY);
  return async (progress) => {
    const { evaluated = 0, done = 0 } = progress;
    const spent = (Date.now() - started) / 1000 / (seconds ?? Number.POSITIVE_INFINITY);
    const share = Math.min(1, Math.max(evaluated / limit, spent, done));
    await report?.({ what: progressText(progress, minimize), done: share, total: 1 });
  };
}

function progressText({ evaluated, best, bound }: SearchProgress, minimize: boolean): string {
  const found = best === undefined ? "nothing within the budgets yet" : `best ${figure(best)}`;
  const limited =
    bound === undefined ? found : `${found}, none ${minimize ? "below" : "above"} ${figure(bound)}`;
  return evaluated === undefined ? limited : `${fullCount(evaluated)} architectures, ${limited}`;
}

const figure = (score: number): string => score.toLocaleString("en-US", { maximumSignificantDigits: 5 });
