import { access } from "node:fs/promises";
import { extname } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
  chooseMethod,
  defaultEvaluations,
  readDocument,
  type SearchMethod,
  type SearchProgress,
  type SearchRequest,
  type SearchResult,
  type SearchState,
  type SourceDocument,
  searchMethods,
  UsageError,
  WorkError,
} from "@zerolm/core";
import { readTextFile, writeFileAtomically } from "@zerolm/node/files";
import { counted, scoreText } from "../../output/numbers.js";
import { note } from "../../output/output.js";
import { Progress } from "../../output/progress.js";
import type { SearchFlags } from "./search.flags.js";

/** Milliseconds from one saving of the state to the next. */
const saveEvery = 10_000;

/** Refuses a state file that could not be used, before anything else is done. */
export function checkState({ state }: SearchFlags): void {
  if (state !== undefined && extname(state).toLowerCase() !== ".json")
    throw new UsageError("the state of a search is written as .json; name the file so", { file: state });
}

/**
 * Runs the method that the flags name, with a progress bar; Ctrl-C ends the search with what it has. With `--state` it goes on from
 * the file where there is one, and keeps it up to date.
 */
export async function runSearch(asked: SearchRequest, flags: SearchFlags): Promise<SearchResult> {
  const method = flags.method === "auto" ? chooseMethod(asked) : searchMethods[flags.method];
  refuseLimits(method, flags);
  const stop = new AbortController();
  const { evaluations, seconds } = flags;
  const resume = await savedState(flags);
  const request = { ...asked, limits: { evaluations, seconds }, signal: stop.signal, resume };
  const onInterrupt = (): void => stop.abort();
  const reporter = new Reporter(flags);
  process.once("SIGINT", onInterrupt); // once: a second Ctrl-C ends the process at once
  try {
    const onProgress = (progress: SearchProgress): Promise<void> => reporter.report(progress);
    const result = await method.search({ ...request, onProgress });
    reporter.end();
    if (result.state) await saveState(flags, result.state);
    if (stop.signal.aborted) note(flags, interrupted(flags, method));
    return result;
  } catch (cause) {
    if (cause instanceof WorkError) await reporter.save(); // what found nothing yet may be gone on with
    throw cause;
  } finally {
    reporter.end();
    process.off("SIGINT", onInterrupt);
  }
}

/** Methods with a proof end when they have it; a limit that they do not heed would mislead. */
function refuseLimits({ name, heeds }: SearchMethod, flags: SearchFlags): void {
  const limits = ["evaluations", "seconds", "state"] as const;
  const idle = limits.find((limit) => flags[limit] !== undefined && !heeds.includes(limit));
  if (idle === undefined) return;
  throw new UsageError(
    `--${idle} changes nothing with ${name} search, which ends with a proof; name a heuristic, as --method evolution`,
  );
}

async function savedState({ state }: SearchFlags): Promise<SourceDocument | undefined> {
  if (state === undefined) return undefined;
  const there = await access(state).then(
    () => true,
    () => false,
  );
  if (!there) return undefined;
  return readDocument(await readTextFile(state), state);
}

const saveState = async ({ state: path }: SearchFlags, state: SearchState): Promise<void> => {
  if (path !== undefined) await writeFileAtomically(path, `${JSON.stringify(state)}\n`);
};

function interrupted({ state }: SearchFlags, { heeds }: SearchMethod): string {
  const soFar = "Interrupted: this is the best so far.";
  if (!heeds.includes("state")) return soFar;
  return state === undefined
    ? `${soFar} With --state FILE a search can be gone on with.`
    : `${soFar} The same command goes on from ${state}.`;
}

/** Draws the progress of a search, and saves its state now and then. */
class Reporter {
  readonly #flags: SearchFlags;
  readonly #progress: Progress;
  readonly #started = Date.now();
  /** The first report is saved too: a file that cannot be written is found out at once. */
  #saved = 0;
  #state: SearchProgress["state"];

  constructor(flags: SearchFlags) {
    this.#flags = flags;
    this.#progress = new Progress(flags);
  }

  async report({ evaluated, best, bound, done = 0, state }: SearchProgress): Promise<void> {
    const { evaluations, seconds } = this.#flags;
    const found = best === undefined ? "nothing within the budgets yet" : `best ${scoreText(best)}`;
    const beyond = this.#flags.minimize ? "below" : "above";
    const limited = bound === undefined ? found : `${found}, none ${beyond} ${scoreText(bound)}`;
    const what = evaluated === undefined ? limited : `${counted(evaluated, "architecture")}, ${limited}`;
    const limit = evaluations ?? (seconds === undefined ? defaultEvaluations : Number.POSITIVE_INFINITY);
    const spent = (Date.now() - this.#started) / 1000 / (seconds ?? Number.POSITIVE_INFINITY);
    this.#progress.show(what, Math.min(1, Math.max((evaluated ?? 0) / limit, spent, done)), 1);
    this.#state = state;
    if (Date.now() - this.#saved > saveEvery) {
      await this.save();
      this.#saved = Date.now();
    }
    await setImmediate(); // lets Ctrl-C in
  }

  /** Saves the state of the search that reported, as it is now. */
  async save(): Promise<void> {
    if (this.#state) await saveState(this.#flags, this.#state());
  }

  end(): void {
    this.#progress.end();
  }
}
