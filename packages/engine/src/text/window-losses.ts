import { type Host, InterruptedError, pacedReport, WorkError } from "@zerolm/core";
import type { Executor } from "../backend/executor.js";
import type { TextWindows } from "./text-windows.js";
import { tokenLosses } from "./token-losses.js";
import type { TrainedNetwork } from "./trained-network.js";

/** Tokens that a network sees at once, as far as one window has no more. */
export const tokensAtOnce = 2048;

/** Which windows are seen. */
export interface WindowOptions {
  /** The first so many. Default: all. */
  readonly windows?: number | undefined;
  /** Parts that are left out, as `layers.3.attention`. Default: none. */
  readonly without?: ReadonlySet<string> | undefined;
}

/**
 * The mean cross-entropy of each window of a text, in nats a token; of those that were seen before the host stopped it.
 *
 * @throws {InterruptedError} if that was before the first; {WorkError} if losses are not finite
 * @example
 * const losses = await windowLosses(executor, network, nextTokenWindows(text, 128), { windows: 256 });
 */
export async function windowLosses(
  executor: Executor,
  network: TrainedNetwork,
  text: TextWindows,
  { windows = text.count, without }: WindowOptions = {},
  host: Host = {},
): Promise<Float64Array> {
  const report = pacedReport(host);
  const total = Math.min(windows, text.count);
  const means = new Float64Array(total);
  const atOnce = windowsAtOnce(text);
  let done = 0;
  while (done < total && !host.signal?.aborted) {
    const count = Math.min(atOnce, total - done);
    const losses = await tokenLosses(executor, network, text.batch(done, count), without);
    for (let window = 0; window < count; window++)
      means[done + window] = meanOf(losses, window, text.guessed);
    done += count;
    await report({ what: "of the windows", done, total });
  }
  if (done === 0 && total > 0) throw new InterruptedError("stopped before any window was seen");
  if (means.some((mean) => !Number.isFinite(mean)))
    throw new WorkError(
      "losses are not finite: weights hold numbers that are not finite, or results are too large for 32 bits",
    );
  return means.subarray(0, done);
}

/** How many windows a network sees at once. */
export const windowsAtOnce = ({ batch, draws }: TextWindows): number =>
  Math.max(1, Math.floor(tokensAtOnce / (batch(0, 0).batch.tokens * draws)));

function meanOf(losses: ArrayLike<number>, window: number, guessed: number): number {
  let sum = 0;
  for (let at = window * guessed; at < (window + 1) * guessed; at++) sum += losses[at];
  return sum / guessed;
}
