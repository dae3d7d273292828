import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type Architecture,
  architectureAt,
  architectureDocument,
  type Benchmark,
  benchmarkFormats,
  builtinBenchmark,
  builtinBenchmarks,
  cost,
  fitPredictor,
  guessFormat,
  InputError,
  isPredictorText,
  type Predictor,
  Random,
  readPredictor,
  requireOneGroup,
  type Space,
  type Suggestion,
  sampleMacroFirst,
  suggest as suggestFrom,
  UsageError,
  untrained,
  writeArchitecture,
} from "@zerolm/core";
import { fileName, readTextFile, writeFailure, writeFileAtomically } from "@zerolm/node/files";
import { locateBenchmark } from "../../data/locate.js";
import { checkReading, readBenchmarkFile } from "../../data/read-benchmark.js";
import { mainFileAt } from "../../data/recognise.js";
import { benchmarkSets } from "../../data/sets.js";
import { loadSpace } from "../../files/space.js";
import { counted, scoreText, shortCount } from "../../output/numbers.js";
import { note, printResult } from "../../output/output.js";
import { predictedText } from "../../output/proxy.js";
import { table } from "../../output/table.js";
import { printable } from "../../output/text.js";
import { priorOf } from "../calibrate/calibrate-predictor.js";
import type { SuggestFlags } from "./suggest.flags.js";

/** What was suggested, and from what. */
interface Outcome {
  readonly space: Space;
  readonly predictor: Predictor;
  readonly candidates: readonly Architecture[];
  readonly suggestions: readonly Suggestion[];
}

/** `zerolm suggest`: names the architectures whose training would teach most. */
export async function suggest(spaceName: string, flags: SuggestFlags): Promise<void> {
  if (spaceName === "-" && flags.labelled === "-")
    throw new UsageError("- is given twice, and standard input can be read only once");
  const space = await loadSpace(spaceName);
  const predictor = await predictorFrom(flags);
  refuseOneQuality(predictor, flags);
  const random = new Random(flags.seed);
  const drawn = Array.from({ length: flags.candidates }, () =>
    architectureAt(space, sampleMacroFirst(space, random)),
  );
  const candidates = untrained(predictor, drawn);
  const suggestions = suggestFrom(predictor, candidates, flags.count);
  const outcome = { space, predictor, candidates, suggestions };
  const written = await writeAll(outcome, flags);
  printResult(flags, documentOf(outcome), () => textOf(outcome));
  for (const line of written) note(flags, line);
}

/** Labels that do not differ do not say how much quality varies, so that a prediction would be a number without a unit. */
function refuseOneQuality({ labels }: Predictor, { labelled }: SuggestFlags): void {
  const [first] = labels;
  if (labels.every(({ quality }) => quality === first?.quality))
    throw new UsageError(
      `all ${labels.length} networks have the quality ${first?.quality}; two must differ`,
      {
        file: labelled,
      },
    );
}

/** A predictor file as it is; from trained networks a predictor is learnt. */
async function predictorFrom(flags: SuggestFlags): Promise<Predictor> {
  const { labelled, reading, prior } = flags;
  if (Object.hasOwn(builtinBenchmarks, labelled)) {
    checkReading(benchmarkFormats.table, reading);
    return learnt(await builtinBenchmark(labelled), flags);
  }
  const file = Object.hasOwn(benchmarkSets, labelled)
    ? await locateBenchmark(labelled, {})
    : await mainFileAt(labelled);
  const text = await readTextFile(file);
  if (isPredictorText(text)) {
    if (reading !== undefined || prior !== undefined)
      throw new UsageError("--reading and --prior change nothing of a predictor file; leave them out");
    return readPredictor(text, fileName(file));
  }
  const format = guessFormat(text, file);
  if (!format)
    throw new InputError("is neither a predictor, nor a table or benchmark that zerolm knows", {
      file: fileName(file),
    });
  checkReading(format, reading);
  const benchmark =
    file === "-"
      ? format.read(text, { file: fileName(file), reading })
      : await readBenchmarkFile(format, file, reading);
  return learnt({ ...benchmark, name: labelled }, flags);
}

function learnt(benchmark: Benchmark, { prior }: SuggestFlags): Predictor {
  requireOneGroup(benchmark);
  const { entries, quality } = benchmark;
  return fitPredictor(entries, { quality, prior: priorOf({ ...(prior === undefined ? {} : { prior }) }) });
}

async function writeAll(
  { space, candidates, suggestions }: Outcome,
  { out }: SuggestFlags,
): Promise<string[]> {
  if (out === undefined) return [];
  await makeFolder(out);
  for (const [place, { index }] of suggestions.entries()) {
    const name = `${space.name}-${place + 1}`;
    const file = join(out, `${name.replaceAll(/[^\w.-]/g, "_")}.yaml`);
    await writeFileAtomically(file, writeArchitecture({ ...candidates[index]!, name }));
  }
  return [`Wrote ${counted(suggestions.length, "architecture")} to ${out}`];
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
}

function documentOf({ space, predictor, candidates, suggestions }: Outcome): unknown {
  return {
    space: space.name,
    quality: predictor.quality,
    prior: predictor.prior.name,
    labels: predictor.labels.length,
    candidates: candidates.length,
    suggestions: suggestions.map(({ index, prediction, gain }, place) => ({
      rank: place + 1,
      gain,
      predicted: prediction.quality,
      interval: prediction.interval,
      parameters: cost(candidates[index]!).parameters.total,
      architecture: architectureDocument(candidates[index]!),
    })),
  };
}

function textOf({ space, predictor, candidates, suggestions }: Outcome): string {
  const right = (heading: string) => ({ heading, align: "right" as const });
  const rows = suggestions.map(({ index, prediction, gain }, place) => {
    const architecture = candidates[index]!;
    return [
      String(place + 1),
      `${(100 * gain).toFixed(1)} %`,
      scoreText(prediction.quality),
      predictedText(prediction.interval),
      shortCount(cost(architecture).parameters.total),
      String(architecture.hidden),
      String(architecture.layers.length),
    ];
  });
  const headings = ["#", "gain", "predicted", "95 %", "parameters", "hidden", "depth"];
  return [
    `${printable(space.name)}: the most informative of ${counted(candidates.length, "untrained architecture")}`,
    `after ${counted(predictor.labels.length, "trained network")}, prior ${predictor.prior.name}`,
    "",
    table(headings.map(right), rows),
    "",
    "gain: share of what is uncertain about all of them that training it removes,",
    "those above it trained too. Their layers: --json, or --out FOLDER.",
    `predicted: ${printable(predictor.quality)}, and where one training run will lie.`,
  ].join("\n");
}
