/** How far a long piece of work is. */
export interface Progress {
  /** Units of work that are finished, such as architectures scored. */
  readonly done: number;
  /** Units of work in all. Missing if that is not known. */
  readonly total?: number | undefined;
  /** What is being done, in a few words, such as "scoring". */
  readonly what?: string | undefined;
}

/**
 * What long work may use of the program that runs it: a terminal, a page, a worker. Every part is optional; work runs without any.
 *
 * @example
 * const stop = new AbortController();
 * await scorer.scoreMany(architectures, { signal: stop.signal, report: ({ done }) => console.log(done) });
 */
export interface Host {
  /** Called a few times a second and awaited, so that the caller can draw, save, or let other work run. Default: nothing is reported. */
  readonly report?: ((progress: Progress) => void | Promise<void>) | undefined;
  /** An `AbortSignal`, or the like: work stops once `aborted` is true, and returns what it has. Default: it runs to its end. */
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/**
 * Runs work that yields after every step: it reports, lets the host in, and stops once the host says so.
 *
 * @param progressOf how far the work is after so many steps
 * @returns what the work returns; `undefined` if it was stopped before
 * @example
 * const predictor = await steps(fitting(labels), host, () => ({ done: 0, what: "learning" }));
 */
export async function steps<Result>(
  work: Iterator<unknown, Result>,
  host: Host,
  progressOf: (steps: number) => Progress,
): Promise<Result | undefined> {
  const report = pacedReport(host);
  for (let done = 1; !host.signal?.aborted; done++) {
    const step = work.next();
    if (step.done) return step.value;
    await report(progressOf(done));
  }
  return undefined;
}

/** What work that yields after every step returns, all of it done at once. */
export function allSteps<Result>(work: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Milliseconds from one report to the next. */
const reportEvery = 100;

/**
 * Reports at most ten times a second.
 *
 * @returns a function to call after every unit of work; it resolves once the host has dealt with the report
 */
export function pacedReport({ report }: Host): (progress: Progress) => Promise<void> | undefined {
  let reportAt = Date.now() + reportEvery;
  return (progress) => {
    if (!report || Date.now() < reportAt) return undefined;
    return Promise.resolve(report(progress)).then(() => {
      reportAt = Date.now() + reportEvery;
    });
  };
}
