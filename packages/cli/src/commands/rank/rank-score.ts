import {
  alphaWithoutLabels,
  initialiserOfKind,
  type Proxy,
  type Score,
  type WeightSource,
} from "@zerolm/core";
import { type ArchitectureFile, readArchitectureFiles } from "../../files/architectures.js";
import { type ChosenAlpha, chooseAlpha } from "../../options/alpha.js";
import { counted } from "../../output/numbers.js";
import type { RankFlags } from "./rank.flags.js";
import type { RankedWeights } from "./rank-weights.js";

/** Draws of sampled weights; the help says so too. */
export const defaultRepeats = 5;

/** The scores of files, and the alpha that they were scored with if the proxy has one. */
export interface Scored {
  readonly scored: readonly { readonly file: ArchitectureFile; readonly score: Score }[];
  readonly alpha: ChosenAlpha | undefined;
}

/** Scores every file, by its own weights if those are what is ranked. */
export async function scoreFiles(
  paths: readonly string[],
  proxy: Proxy,
  { kind }: RankedWeights,
  flags: RankFlags,
): Promise<Scored> {
  if (kind === "real") return scoreCheckpoints(paths, proxy, flags);
  const files = initialisedBy(flags.initialiser, await readArchitectureFiles(paths));
  const alpha = alphaOf(proxy, files, flags);
  const scorer = proxy.scorer({ ...flags, alpha: alpha?.value, weights: weightSource(flags) });
  return { scored: files.map((file) => ({ file, score: scorer.score(file.architecture) })), alpha };
}

/** The library of checkpoints is loaded for this alone. */
async function scoreCheckpoints(paths: readonly string[], proxy: Proxy, flags: RankFlags): Promise<Scored> {
  const { scoreTrained, withCheckpoints } = await import("../../checkpoint/trained.js");
  return withCheckpoints(paths, async (files) => {
    const alpha = alphaOf(proxy, files, flags);
    const scored: Scored["scored"][number][] = [];
    for (const file of files) {
      const scoreBy = (weights: WeightSource): Score =>
        proxy.scorer({ ...flags, alpha: alpha?.value, weights }).score(file.architecture);
      scored.push({ file, score: await scoreTrained(file, scoreBy, flags) });
    }
    return { scored, alpha };
  });
}

const alphaOf = (
  proxy: Proxy,
  files: readonly ArchitectureFile[],
  flags: RankFlags,
): ChosenAlpha | undefined =>
  proxy.heeds.includes("alpha") ? chooseAlpha(flags, "default", () => labelFree(files)) : undefined;

function labelFree(files: readonly ArchitectureFile[]): ChosenAlpha {
  const value = alphaWithoutLabels(files.map(({ architecture }) => architecture));
  return { value, source: `label-free, from ${counted(files.length, "architecture")} given here` };
}

/** The architectures with another initialiser in place of their own; every proxy then sees it. */
function initialisedBy(
  kind: RankFlags["initialiser"],
  files: readonly ArchitectureFile[],
): readonly ArchitectureFile[] {
  if (kind === undefined) return files;
  const initialiser = initialiserOfKind(kind);
  return files.map((file) => ({ ...file, architecture: { ...file.architecture, initialiser } }));
}

const weightSource = ({ weights, repeats = defaultRepeats, seed }: RankFlags): WeightSource =>
  weights === "sampled" ? { kind: "sampled", seed, repeats } : { kind: "expected" };
