import { type Benchmark, InterruptedError, type LearningPoint, pacedReport } from "@zerolm/core";
import type { TaskHost, Workers } from "../host.js";
import type { LoadedProxy } from "../proxy/load-proxy.js";
import type { EvaluationOutcome } from "./evaluate-outcome.js";
import type { JudgeSettings } from "./evaluate-request.js";
import { judge } from "./judge.js";
import { learningJob } from "./learning.js";

/** Reads one of several benchmarks. */
type Reader = () => Promise<Benchmark>;

/**
 * Judges several benchmarks side by side if the host has threads; the next is read meanwhile. With proxies that run networks one follows the other, and
 * their networks run side by side. What is found does not depend on the threads: each benchmark is judged by itself. A stop ends it with those that have
 * rows.
 *
 * @param readers one a benchmark, called in this order
 * @throws what a reader throws; {@link UsageError} for the first benchmark that cannot be judged as asked; {InterruptedError} if it was
 *   stopped before anything was evaluated
 */
export async function judgeAll(
  readers: readonly Reader[],
  loaded: readonly LoadedProxy[],
  settings: JudgeSettings,
  host: TaskHost,
): Promise<EvaluationOutcome[]> {
  // Networks run on the threads themselves, and what they gave is kept by this one.
  const runsNetworks = loaded.some(({ proxy }) => proxy.needs === "network");
  const isWorthIt = readers.length > 1 && !runsNetworks;
  const parts = settings.learning ? 2 : 1;
  const workers = isWorthIt ? await host.workers?.(parts * readers.length) : undefined;
  const found = workers
    ? await sideBySide(readers, loaded, settings, host, workers)
    : await oneByOne(readers, loaded, settings, host);
  const judged = found.filter((one) => one !== undefined);
  if (judged.length === 0) throw new InterruptedError("stopped before anything was evaluated");
  return judged;
}

async function oneByOne(
  readers: readonly Reader[],
  loaded: readonly LoadedProxy[],
  settings: JudgeSettings,
  host: TaskHost,
): Promise<(EvaluationOutcome | undefined)[]> {
  const found: (EvaluationOutcome | undefined)[] = [];
  for (const read of readers) {
    if (host.signal?.aborted) break;
    const benchmark = await read();
    const judged = await unlessInterrupted(judge(benchmark, loaded, settings, host));
    const isLearnt = settings.learning && judged && !judged.interrupted;
    const learning = isLearnt ? await learningJob({ benchmark, seed: settings.seed }, host) : [];
    found.push(withLearning(judged, learning, settings, host));
  }
  return found;
}

async function sideBySide(
  readers: readonly Reader[],
  loaded: readonly LoadedProxy[],
  settings: JudgeSettings,
  host: TaskHost,
  workers: Workers,
): Promise<(EvaluationOutcome | undefined)[]> {
  const references = loaded.map(({ reference }) => reference);
  const report = pacedReport(host);
  let done = 0;
  try {
    const judging: Promise<EvaluationOutcome | undefined>[] = [];
    for (const read of readers) {
      if (host.signal?.aborted) break;
      const benchmark = await read();
      const rows = unlessInterrupted(workers.run("judge", { benchmark, references, settings }, host.signal));
      // A part of its own, so that threads have equal work.
      const learnt = settings.learning
        ? workers.run("learn", { benchmark, seed: settings.seed }, host.signal)
        : Promise.resolve([]);
      const one = Promise.all([rows, learnt]).then(async ([judged, learning]) => {
        await report({ done: ++done, total: readers.length, what: "evaluating" });
        return withLearning(judged, learning, settings, host);
      });
      one.catch(() => undefined); // cut short if a later benchmark cannot be read; told below otherwise
      judging.push(one);
    }
    return await Promise.all(judging);
  } finally {
    await workers.close();
  }
}

/** Rows and curve together. The curve is empty if there are few networks; a stop can leave it short. */
function withLearning(
  judged: EvaluationOutcome | undefined,
  learning: LearningPoint[],
  settings: JudgeSettings,
  { signal }: TaskHost,
): EvaluationOutcome | undefined {
  if (!judged || !settings.learning) return judged;
  return { ...judged, learning, ...(signal?.aborted ? { interrupted: true as const } : {}) };
}

/** What was found; nothing if it was stopped before there was any. */
async function unlessInterrupted<Found>(work: Promise<Found>): Promise<Found | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof InterruptedError) return undefined;
    throw error;
  }
}
