import {
  type Architecture,
  alphaWithoutLabels,
  defaultProxy,
  InputError,
  InterruptedError,
  missingText,
  type OptionValues,
  proxies,
  type Score,
  unjudgedMixers,
  WorkError,
} from "@zerolm/core";
import {
  type ArchitectureFile,
  type ReadFiles,
  readArchitectureFiles,
  readEach,
} from "../architecture/read-architectures.js";
import { uniqueNames } from "../architecture/unique-names.js";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { counted } from "../numbers.js";
import { type ChosenAlpha, chooseAlpha, hasZerolmAlpha, optionsWith } from "../proxy/alpha.js";
import { countingOf } from "../proxy/counting.js";
import { refuseIdle } from "../proxy/idle.js";
import { type LoadedProxy, loadProxy } from "../proxy/load-proxy.js";
import { prepareHere } from "../proxy/probe.js";
import { aboutOf, predictorOutcome, proxyOutcome } from "../proxy/proxy-outcome.js";
import { task } from "../task.js";
import { knownFiles, type RankedFile } from "./known-files.js";
import { ordered, type ScoredFile } from "./ordered.js";
import { rankOutcome } from "./rank-outcome.js";
import { type RankRequest, rankRequest } from "./rank-request.js";
import { checkpointsAmong, type RankedWeights, rankedWeights, weightsOverText } from "./ranked-weights.js";

/**
 * Scores architectures, by their own weights if all of them are checkpoints, and orders them.
 *
 * @example
 * const { ranking } = await run("rank", { files: ["bert/config.json", "mine.yaml"] }, host);
 */
export const rank = task({
  name: "rank",
  request: rankRequest,
  outcome: rankOutcome,
  async run(request, host) {
    const { files: paths, text, seed, minimize, withKnown } = request;
    const checkpoints = await checkpointsAmong(paths, host);
    const onlyCheckpoints = checkpoints.length === paths.length;
    const { proxy: words = defaultProxyOf(onlyCheckpoints && !withKnown) } = request;
    const loaded = await loadProxy(words, host);
    const given = text === undefined ? request.options : { ...lossOfText(loaded), ...request.options };
    refuseIdle(given, [loaded.proxy], host, usedWithAny(loaded, given));
    const { sequence } = countingOf({ sequence: given.sequence }, host);
    const weights =
      text === undefined
        ? rankedWeights(paths, checkpoints, loaded.proxy, given, withKnown, host)
        : weightsOverText(paths, checkpoints, loaded.proxy, withKnown, host);
    const { read, unreadable } = readableOf(await readFiles(paths, weights, host), request, host);
    const alpha = alphaOf(loaded, read, given);
    const options = optionsWith(loaded, weights.real ? withoutWeights(given) : given, alpha, host);
    const files = withKnown ? [...read, ...knownFiles(read)] : read;
    const scored = await scoresOf(files, loaded, weights, options, request, host);
    return {
      ...proxyOutcome(aboutOf(loaded, options, alpha, weights.real)),
      ...predictorOutcome(loaded.predictor),
      seed,
      ...(weights.real ? { weights: "real" } : {}),
      ...(text === undefined ? {} : { text: filesOf(host).nameOf(text) }),
      ...(weights.unread.length > 0 ? { weightsNotRead: [...weights.unread] } : {}),
      ...(minimize ? { minimize } : {}),
      sequence,
      ...(unreadable.length > 0 ? { unreadable } : {}),
      ...notesOf(read),
      ...(host.signal?.aborted ? { interrupted: true } : {}),
      ranking: ordered(scored, { minimize, sequence }, loaded.predictor),
    };
  },
});

/** Options that mean something here whatever the proxy: whether real weights are read concerns each that can read them. */
const usedWithAny = ({ proxy }: LoadedProxy, { weights }: OptionValues): string[] =>
  weights === "real" || (weights === "expected" && proxy.readsRealWeights)
    ? ["sequence", "weights"]
    : ["sequence"];

/** Over a text the loss is that of its tokens, unless another is asked for. */
const lossOfText = ({ proxy }: LoadedProxy): OptionValues =>
  Object.hasOwn(proxy.options.shape, "loss") ? { loss: "tokens" } : {};

/** Checkpoints alone are ranked by their weights, which shape does not read. */
const defaultProxyOf = (onlyCheckpoints: boolean): string =>
  (onlyCheckpoints ? proxies.zerolm : defaultProxy).name;

/** The library of checkpoints is loaded for this alone. */
async function readFiles(
  paths: readonly string[],
  { real }: RankedWeights,
  host: TaskHost,
): Promise<ReadFiles<ArchitectureFile>> {
  if (!real) return await readArchitectureFiles(paths, host);
  const { checkpointArchitecture } = await import("./score-checkpoints.js");
  const read = async (path: string): Promise<ArchitectureFile> => {
    const { name: _, ...architecture } = await checkpointArchitecture(path, host);
    return { file: path, path, architecture };
  };
  return await readEach(paths, read, 1);
}

/**
 * What can be ranked, and what is left out.
 *
 * @throws {InputError} for all files that cannot be read, unless they are to be left out and others are there
 */
function readableOf(
  { read, unreadable }: ReadFiles<ArchitectureFile>,
  { skipUnreadable }: RankRequest,
  host: TaskHost,
): { readonly read: readonly ArchitectureFile[]; readonly unreadable: { file: string; reason: string }[] } {
  const [first, ...others] = unreadable.map(({ error }) => error);
  if (first && (!skipUnreadable || read.length === 0)) {
    const rest = `Use ${fieldName(host, "skipUnreadable")} to rank only what can be read (${counted(read.length, "architecture")}).`;
    const hint = read.length > 0 ? [new InputError(rest)] : [];
    throw new InputError(first.message, first.place, [...first.others, ...others, ...hint]);
  }
  return {
    read,
    unreadable: unreadable.map(({ path, error }) => ({ file: path, reason: error.describe() })),
  };
}

function alphaOf(
  loaded: LoadedProxy,
  files: readonly ArchitectureFile[],
  { alpha }: OptionValues,
): ChosenAlpha | undefined {
  if (!hasZerolmAlpha(loaded)) return undefined;
  return chooseAlpha(alpha, "default", () => ({
    value: alphaWithoutLabels(files.map(({ architecture }) => architecture)),
    source: `label-free, from ${counted(files.length, "architecture")} given here`,
  }));
}

const unjudgedNote = (architecture: Architecture): string[] => {
  const mixers = unjudgedMixers(architecture);
  return mixers.length > 0 ? [`no proxy has been evaluated on layers with ${mixers.join(" and ")}`] : [];
};

const notesOf = (files: readonly ArchitectureFile[]) => {
  const notes = files.flatMap(({ path, architecture, notes: own = [] }) =>
    [...own, ...unjudgedNote(architecture)].map((note) => ({ file: path, note })),
  );
  return notes.length > 0 ? { notes } : {};
};

const withoutWeights = ({ weights: _, ...options }: OptionValues): OptionValues => options;

/**
 * The score of every file, under the name by which it is shown. If the host stops it, some are missing.
 *
 * @throws {WorkError} if none has a score; {InterruptedError} if that is because it was stopped
 */
async function scoresOf(
  files: readonly RankedFile[],
  { proxy }: LoadedProxy,
  { real }: RankedWeights,
  options: OptionValues,
  { text, seed }: RankRequest,
  host: TaskHost,
): Promise<ScoredFile[]> {
  const names = uniqueNames(files.map(({ architecture, path }) => ({ own: architecture.name, path })));
  const score = async (): Promise<readonly Score[]> => {
    if (text !== undefined) {
      const { scoresByText } = await import("./score-by-text.js");
      return await scoresByText(namedIn(files), proxy, options, { text, seed }, host);
    }
    if (real) return await scoresOfCheckpoints(files, { proxy }, options, seed, host);
    const scorer = await prepareHere(proxy, options, seed, host, files.length);
    return await scorer.scoreMany(namedIn(files), host).finally(() => scorer.close?.());
  };
  const scores = await score();
  if (scores.every(({ value }) => Number.isNaN(value))) {
    if (host.signal?.aborted) throw new InterruptedError("stopped before anything was scored");
    throw new WorkError(
      `none of these architectures has a score: ${missingText(proxy.name, names[0], scores[0])}`,
    );
  }
  return files.map((file, index) => ({
    ...file,
    name: names[index] as string,
    score: scores[index] as Score,
  }));
}

async function scoresOfCheckpoints(
  files: readonly ArchitectureFile[],
  { proxy }: Pick<LoadedProxy, "proxy">,
  options: OptionValues,
  seed: number,
  host: TaskHost,
): Promise<Score[]> {
  const { scoreCheckpoint } = await import("./score-checkpoints.js");
  const scores: Score[] = [];
  for (const { path } of files) scores.push(await scoreCheckpoint(path, proxy, options, seed, host));
  return scores;
}

/** Scores of one's own are found by the name that a file gives its architecture, else by the path. */
const namedIn = (files: readonly ArchitectureFile[]): Architecture[] =>
  files.map(({ path, architecture }) => ({ ...architecture, name: architecture.name ?? path }));
