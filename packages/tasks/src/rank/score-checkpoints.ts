import { mapCheckpoint, withRealWeights } from "@zerolm/checkpoint";
import {
  type Architecture,
  InterruptedError,
  isShapeProxy,
  type OptionValues,
  type Proxy,
  prepareProxy,
  type Score,
} from "@zerolm/core";
import { withCheckpoint } from "../checkpoint/open.js";
import { withRunners } from "../checkpoint/runners.js";
import type { TaskHost } from "../host.js";

/**
 * The architectures of checkpoints.
 *
 * @throws {InputError} for a path that holds none, or whose weights do not fit its config
 */
export const checkpointArchitecture = (path: string, host: TaskHost): Promise<Architecture> =>
  withCheckpoint(path, undefined, host, async ({ checkpoint }) => mapCheckpoint(checkpoint).architecture);

/**
 * The score of a checkpoint by its own weights; a missing one if the host stopped it.
 *
 * @throws {WorkError} that names a tensor with numbers that are not finite
 */
export async function scoreCheckpoint(
  path: string,
  proxy: Proxy,
  options: OptionValues,
  seed: number,
  host: TaskHost,
): Promise<Score> {
  try {
    if (host.signal?.aborted) throw new InterruptedError("stopped before the weights were read");
    return await withCheckpoint(path, undefined, host, async ({ checkpoint }) => {
      const mapped = mapCheckpoint(checkpoint);
      return await withRunners(mapped, host, (runners) =>
        withRealWeights(mapped, runners, async (weights) => {
          // What is wrong with a tensor is an error that names it, not a missing score.
          if (isShapeProxy(proxy)) return proxy.scorer(options, { weights, seed }).score(mapped.architecture);
          const scorer = await prepareProxy(proxy, options, { weights, seed });
          const scores = scorer.scoreMany([mapped.architecture], host);
          return (await scores.finally(() => scorer.close?.()))[0] as Score;
        }),
      );
    });
  } catch (error) {
    if (error instanceof InterruptedError)
      return { value: Number.NaN, missing: "was stopped and returned no score" };
    throw error;
  }
}
