import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { unlessRefused } from "@zerolm/checkpoint/files";
import {
  type Benchmark,
  type BenchmarkFormat,
  type BenchmarkSurvey,
  benchmarkFormats,
  entryNamed,
  guessFormat,
  InputError,
  minimumEntries,
  type Range,
  surveyBenchmark,
} from "@zerolm/core";
import { checkInventory, readBenchmarkFile } from "../data/read-benchmark.js";
import { fileName, readTextFile } from "../files/read-file.js";
import { counted, fullCount, scoreText, shortCount } from "../output/numbers.js";
import { printResult } from "../output/output.js";
import { printable, wrapped } from "../output/text.js";
import type { ImportFlags } from "./benchmarks.command.js";

/** `zerolm benchmarks import`: checks a file or folder and says what it found. */
export async function importBenchmark(path: string, flags: ImportFlags): Promise<void> {
  const { format, file } = await recognised(path, flags.format);
  checkInventory(format, flags.inventory);
  const benchmark = await readBenchmarkFile(format, file, flags.inventory);
  const survey = surveyBenchmark(benchmark);
  const { inventory, quality: measure } = benchmark;
  const document = { format: format.name, file: fileName(file), inventory, measure, ...survey };
  printResult(flags, document, () => textOf(benchmark, survey, file));
}

interface Recognised {
  readonly format: BenchmarkFormat;
  /** The main file. */
  readonly file: string;
}

async function recognised(path: string, name: string | undefined): Promise<Recognised> {
  const given = name === undefined ? undefined : entryNamed(benchmarkFormats, name, "benchmark format");
  const isFolder = path !== "-" && (await unlessRefused(() => stat(path), undefined))?.isDirectory();
  if (isFolder) return await inFolder(path, given);
  if (given) return { format: given, file: path };
  if (path === "-") throw new InputError("say with --format what it holds", { file: fileName(path) });
  const format = guessFormat(await readTextFile(path), path);
  if (format) return { format, file: path };
  throw new InputError("is in no format that is known here; name one with --format, see zerolm benchmarks", {
    file: path,
  });
}

/** The format whose main file lies in the folder. */
async function inFolder(folder: string, given: BenchmarkFormat | undefined): Promise<Recognised> {
  const formats: readonly BenchmarkFormat[] = given ? [given] : Object.values(benchmarkFormats);
  const there = new Set(await readdir(folder));
  const format = formats.find(({ fileName: main }) => main !== undefined && there.has(main));
  if (format?.fileName !== undefined) return { format, file: join(folder, format.fileName) };
  const mains = formats.flatMap(({ fileName: main }) => (main === undefined ? [] : [main]));
  const what = mains.length > 0 ? `holds no ${mains.join(", no ")}; give` : "is a folder; give";
  throw new InputError(`${what} the file itself`, { file: folder });
}

const rangeText = ({ minimum, maximum }: Range, text: (value: number) => string): string =>
  minimum === maximum ? text(minimum) : `${text(minimum)} to ${text(maximum)}`;

function textOf(benchmark: Benchmark, survey: BenchmarkSurvey, file: string): string {
  const { name, quality, inventory } = benchmark;
  const lines: readonly (readonly [string, string])[] = [
    ["quality", `${rangeText(survey.quality, scoreText)} (${quality})`],
    ["ties", `${fullCount(survey.tiedQuality)} networks share their quality with another`],
    [
      "repeats",
      `${fullCount(survey.repeatedArchitectures)} networks have the architecture of an earlier one`,
    ],
    ["depth", rangeText(survey.depth, String)],
    ["hidden", rangeText(survey.hidden, String)],
    ["parameters", rangeText(survey.parameters, shortCount)],
    ...publishedLines(survey),
  ];
  const reading = inventory === undefined ? "" : `, inventory ${inventory}`;
  return [
    wrapped(`${name}: ${counted(survey.architectures, "trained network")}${reading}`),
    ...lines.map(([what, text]) => wrapped(`  ${what.padEnd(12)}${text}`, " ".repeat(14))),
    useText(name, survey, file),
  ].join("\n");
}

function publishedLines({ architectures, publishedParameters, publishedScores }: BenchmarkSurvey) {
  const { there, equal, largestDifference } = publishedParameters;
  const apart = equal === there ? "" : `; at most ${(100 * largestDifference).toPrecision(2)} % apart`;
  const incomplete = Object.entries(publishedScores).filter(([, count]) => count < architectures);
  const scores = Object.keys(publishedScores);
  return [
    ...(there > 0
      ? [["counts", `${equal} of ${there} published parameter counts are ours too${apart}`] as const]
      : []),
    ...(scores.length > 0 ? [["scores", `published: ${printable(scores.join(", "))}`] as const] : []),
    ...incomplete.map(
      ([name, count]) =>
        ["missing", `${printable(name)}: ${architectures - count} networks have none`] as const,
    ),
  ];
}

function useText(name: string, { architectures, quality }: BenchmarkSurvey, file: string): string {
  if (architectures < minimumEntries)
    return `At least ${minimumEntries} networks are needed to judge a ranking by them.`;
  if (quality.minimum === quality.maximum) return "All have one quality; no ranking can be judged by them.";
  return wrapped(`Judge proxies by it: zerolm evaluate ${name} --data ${printable(fileName(file))}`, "  ");
}
