import { InterruptedError } from "@zerolm/core";

/** Work that is done so many at a time. */
export interface Lanes {
  /** Does work when a lane is free. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** Refuses what still waits, and resolves when all that was begun has ended. */
  readonly close: () => Promise<void>;
}

/**
 * So many lanes for work.
 *
 * @example
 * const { run, close } = lanes(2);
 * const answers = await Promise.all(tasks.map((task) => run(() => answer(task))));
 */
export function lanes(count: number): Lanes {
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<unknown>>();
  let [free, closed] = [count, false];
  const turn = async (): Promise<void> => {
    if (free > 0) free--;
    else await new Promise<void>((begin) => waiting.push(begin));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  const inLane = async <T>(work: () => Promise<T>): Promise<T> => {
    await turn();
    try {
      if (closed) throw new InterruptedError("stopped before its turn came");
      return await work();
    } finally {
      leave();
    }
  };
  return {
    run: (work) => {
      const answer = inLane(work);
      running.add(answer);
      const ended = (): void => void running.delete(answer);
      answer.then(ended, ended);
      return answer;
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(running);
    },
  };
}
