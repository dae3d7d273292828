import { type Host, InterruptedError, pacedReport } from "@zerolm/core";

/** Something that is timed. */
export interface Timed {
  readonly run: () => Promise<unknown>;
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
 * Times things in turn, one run of each in a round, so that whatever else the machine does falls on all of them. Every second round goes backwards.
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

async function secondsOf({ run }: Timed): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}
