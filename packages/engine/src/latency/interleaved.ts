import { type Host, InterruptedError, pacedReport, quantile } from "@zerolm/core";

/** Something that is timed. */
export interface Timed {
  readonly run: () => Promise<unknown>;
  /**
   * Runs in a row that are timed in a round, and of which the median counts. One more goes before them, so that what they read is in the processor's caches as
   * far as it fits. Default: a single run without one before it.
   */
  readonly inRow?: number | undefined;
}

/** How often things are timed. */
export interface Rounds {
  /** Runs of each before any is timed. Default: 2. */
  readonly warmUp?: number | undefined;
  /** Timed runs of each. Default: 24. */
  readonly rounds?: number | undefined;
}

export const defaultWarmUp = 2;
export const defaultRounds = 24;

/** Rounds of which figures are worth something. */
const fewestRounds = 5;

/**
 * Times things in turn, each once in a round, so that whatever else the machine does falls on all of them. Every second round goes backwards.
 *
 * @returns seconds of each, round by round; of those rounds that were done before the host stopped it
 * @throws {InterruptedError} if those are fewer than five
 */
export async function interleaved(
  timed: readonly Timed[],
  { warmUp = defaultWarmUp, rounds = defaultRounds }: Rounds = {},
  host: Host = {},
): Promise<Float64Array[]> {
  const report = pacedReport(host);
  const seconds = timed.map(() => new Float64Array(rounds));
  const total = warmUp + rounds;
  let done = 0;
  for (let round = -warmUp; round < rounds && !host.signal?.aborted; round++) {
    const order = [...timed.keys()];
    for (const index of round % 2 === 0 ? order : order.reverse()) {
      const took = await secondsOf(timed[index]);
      if (round >= 0) seconds[index][round] = took;
    }
    done = Math.max(0, round + 1);
    await report({ what: "of the rounds", done: warmUp + round + 1, total });
  }
  if (done < Math.min(fewestRounds, rounds))
    throw new InterruptedError(`stopped after ${done} rounds, which are too few`);
  return seconds.map((all) => all.subarray(0, done));
}

async function secondsOf({ run, inRow }: Timed): Promise<number> {
  if (inRow === undefined) return await secondsOfRun(run);
  await run();
  const all: number[] = [];
  for (let index = 0; index < inRow; index++) all.push(await secondsOfRun(run));
  return quantile(all, 0.5);
}

async function secondsOfRun(run: Timed["run"]): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}
