/** Seconds of the first slice. */
const first = 2;

/**
 * Runs a solver that cannot be asked to stop while it works in slices of time, each twice as long as the one before and from the start
 * again, so that its caller may end it in between: within the time that it has run so far. What it finds does not depend on the slices.
 *
 * @param run works for at most so many seconds and says whether they cut it short
 * @param left seconds that it may still take; none ends it after the slice at hand
 * @param between called with what is known after every slice that was cut short
 * @example
 * await inSlices((seconds) => solver.next(undefined, seconds), () => deadline - now(), report);
 */
export async function inSlices<Outcome extends { readonly cutShort?: boolean | undefined }>(
  run: (seconds: number) => Outcome,
  left: () => number,
  between: (outcome: Outcome) => void | Promise<void>,
): Promise<Outcome> {
  let outcome: Outcome;
  let seconds = first;
  do {
    const most = Math.min(seconds, left());
    outcome = run(most);
    if (!outcome.cutShort || most < seconds) return outcome;
    await between(outcome);
    seconds *= 2;
  } while (left() > 0);
  return outcome;
}
