import {
  type Architecture,
  alphaWithoutLabels,
  missingText,
  type OptionValues,
  prepareProxy,
  type Score,
  WorkError,
} from "@zerolm/core";
import { nodeHost } from "@zerolm/node";
import { type ChosenAlpha, chooseAlpha, hasZerolmAlpha, type LoadedProxy, optionsWith } from "@zerolm/tasks";
import { counted } from "@zerolm/view";
import { type ArchitectureFile, readArchitectureFiles } from "../../files/architectures.js";
import { flagOf } from "../../options/proxy-option.js";
import { interruptible } from "../../terminal/run-command.js";
import type { RankFlags } from "./rank.flags.js";
import type { RankedWeights } from "./rank-weights.js";

/** The scores of files, and how they were scored. */
export interface Scored {
  readonly scored: readonly { readonly file: ArchitectureFile; readonly score: Score }[];
  readonly alpha: ChosenAlpha | undefined;
  readonly options: OptionValues;
}

/**
 * Scores every file, by its own weights if those are what is ranked.
 *
 * @throws {WorkError} if none has a score
 */
export async function scoreFiles(
  paths: readonly string[],
  loaded: LoadedProxy,
  { kind }: RankedWeights,
  flags: RankFlags,
): Promise<Scored> {
  const scored =
    kind === "real" ? await scoreCheckpoints(paths, loaded, flags) : await scoreConfigs(paths, loaded, flags);
  const [first] = scored.scored;
  if (first && scored.scored.every(({ score }) => Number.isNaN(score.value)))
    throw new WorkError(
      `none of these architectures has a score: ${missingText(loaded.proxy.name, first.file.name, first.score)}`,
    );
  return scored;
}

/** Under the names by which they are shown. Ctrl-C ends it with the scores that are there. */
async function scoreConfigs(
  paths: readonly string[],
  loaded: LoadedProxy,
  flags: RankFlags,
): Promise<Scored> {
  const files = await readArchitectureFiles(paths);
  const { alpha, options } = settingsOf(loaded, files, flags);
  const named = files.map(({ name, architecture }): Architecture => ({ ...architecture, name }));
  const scorer = await prepareProxy(loaded.proxy, options, { seed: flags.seed });
  const scores = await interruptible(flags, (host) => scorer.scoreMany(named, host)).finally(() =>
    scorer.close?.(),
  );
  return { scored: files.map((file, index) => ({ file, score: scores[index] as Score })), alpha, options };
}

/** The library of checkpoints is loaded for this alone. */
async function scoreCheckpoints(
  paths: readonly string[],
  loaded: LoadedProxy,
  { weights: _, ...flags }: RankFlags,
): Promise<Scored> {
  const { scoreTrained, withCheckpoints } = await import("../../checkpoint/trained.js");
  return withCheckpoints(paths, async (files) => {
    const { alpha, options } = settingsOf(loaded, files, flags);
    const scored: Scored["scored"][number][] = [];
    for (const file of files)
      scored.push({ file, score: await scoreTrained(file, loaded.proxy, options, flags) });
    return { scored, alpha, options };
  });
}

function settingsOf(
  loaded: LoadedProxy,
  files: readonly ArchitectureFile[],
  flags: RankFlags,
): Pick<Scored, "alpha" | "options"> {
  const alpha = hasZerolmAlpha(loaded)
    ? chooseAlpha(flags.alpha, "default", () => labelFree(files))
    : undefined;
  return { alpha, options: optionsWith(loaded, { ...flags }, alpha, nodeHost({ fieldName: flagOf })) };
}

function labelFree(files: readonly ArchitectureFile[]): ChosenAlpha {
  const value = alphaWithoutLabels(files.map(({ architecture }) => architecture));
  return { value, source: `label-free, from ${counted(files.length, "architecture")} given here` };
}
