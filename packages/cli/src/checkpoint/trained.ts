import { type MappedCheckpoint, mapCheckpoint, withRealWeights } from "@zerolm/checkpoint";
import { isShapeProxy, type OptionValues, type Proxy, prepareProxy, type Score } from "@zerolm/core";
import type { ArchitectureFile } from "../files/architectures.js";
import type { CommonOptions } from "../options/common.js";
import { Progress } from "../terminal/progress.js";
import { type Opened, openWithAdapter } from "./open.js";
import { withRunners } from "./runners.js";
import { readText } from "./statistics.js";

/** A checkpoint that is open, and its architecture. */
export interface Trained extends ArchitectureFile {
  readonly mapped: MappedCheckpoint;
}

/**
 * Does something with checkpoints, which are open meanwhile.
 *
 * @throws {InputError} for a path that holds none, or whose weights do not fit its config
 */
export async function withCheckpoints<Answer>(
  paths: readonly string[],
  use: (trained: readonly Trained[]) => Promise<Answer>,
): Promise<Answer> {
  const opened: Opened[] = [];
  try {
    for (const path of paths) opened.push(await openWithAdapter(path, undefined));
    return await use(opened.map(trainedOf));
  } finally {
    await Promise.all(opened.map(({ checkpoint }) => checkpoint.close()));
  }
}

function trainedOf({ name: file, checkpoint }: Opened): Trained {
  const mapped = mapCheckpoint(checkpoint);
  return { file, name: mapped.architecture.name ?? file, architecture: mapped.architecture, mapped };
}

/** The score of a checkpoint by its own weights, with a progress bar. */
export async function scoreTrained(
  { mapped }: Trained,
  proxy: Proxy,
  options: OptionValues,
  flags: CommonOptions,
): Promise<Score> {
  const progress = new Progress(flags);
  const onProgress = (what: "squares" | "determinants", done: number, total: number): void =>
    progress.show(what === "squares" ? readText(done, total) : "of ln det", done, total);
  try {
    return await withRunners(mapped, (runners) =>
      withRealWeights(mapped, { ...runners, onProgress }, async (weights) => {
        const resources = { weights, seed: flags.seed };
        // What is wrong with a tensor is an error that names it, not a missing score.
        if (isShapeProxy(proxy)) return proxy.scorer(options, resources).score(mapped.architecture);
        const [score] = await (await prepareProxy(proxy, options, resources)).scoreMany([
          mapped.architecture,
        ]);
        return score as Score;
      }),
    );
  } finally {
    progress.end();
  }
}
