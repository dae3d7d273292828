import { setImmediate } from "node:timers/promises";
import type { Progress as TaskProgress } from "@zerolm/core";
import { nodeHost, removeTemporaries } from "@zerolm/node";
import { type OutcomeOf, type RequestOf, run, type TaskHost, type TaskName } from "@zerolm/tasks";
import { type Block, plainText } from "@zerolm/view";
import { fieldFlag } from "../options/field-flag.js";
import { printResult, type Terminal } from "./output.js";
import { Progress } from "./progress.js";
import { terminalStyle } from "./style.js";

/** How many threads a command may start. */
interface Threads {
  /** Default: one per core. */
  readonly threads?: number | undefined;
}

/**
 * Runs a task and prints its outcome: as JSON, or as the view draws it. A progress bar shows how far it is; the first Ctrl-C or SIGTERM
 * ends it with what it has, the second ends the process.
 *
 * @param after what is left to do with the outcome once it is printed, such as writing files
 */
export async function runCommand<Name extends TaskName>(
  name: Name,
  request: RequestOf<Name>,
  flags: Terminal & Threads,
  view: (outcome: OutcomeOf<Name>) => readonly Block[],
  after: (outcome: OutcomeOf<Name>) => void | Promise<void> = () => undefined,
): Promise<void> {
  const outcome = await interruptible(flags, (host) => run(name, request, host));
  printResult(flags, outcome, () => plainText(view(outcome), terminalStyle));
  await after(outcome);
}

/** What ends a program in good order: Ctrl-C, and what supervisors of processes send. */
const endings = ["SIGINT", "SIGTERM"] as const;

/** How long work may take to end in good order, in milliseconds. */
const graceMs = 2000;

/** As Ctrl-C ends a program in a shell. */
const exitInterrupted = 130;

/** Does work with a progress bar and the signal of Ctrl-C. */
export async function interruptible<T>(
  flags: Terminal & Threads,
  work: (host: TaskHost) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const bar = new Progress(flags);
  const endNow = (): never => {
    removeTemporaries();
    process.exit(exitInterrupted);
  };
  const onInterrupt = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) endNow();
    stop.abort();
    // Whoever sends SIGTERM sends no second one, and work that waits for a pipe never looks at the first.
    if (signal === "SIGTERM") setTimeout(endNow, graceMs).unref();
  };
  const report = async ({ what = "", done, total = 0 }: TaskProgress): Promise<void> => {
    bar.show(what, done, total);
    await setImmediate(); // lets Ctrl-C in
  };
  for (const ending of endings) process.on(ending, onInterrupt);
  try {
    return await work(
      nodeHost({ report, signal: stop.signal, fieldName: fieldFlag, threads: flags.threads }),
    );
  } finally {
    bar.end();
    for (const ending of endings) process.off(ending, onInterrupt);
  }
}
