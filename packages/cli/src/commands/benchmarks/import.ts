import {
  type Benchmark,
  type BenchmarkSurvey,
  minimumEntries,
  type Range,
  surveyBenchmark,
} from "@zerolm/core";
import { checkReading, readBenchmarkFile } from "../../data/read-benchmark.js";
import { readingNotes } from "../../data/reading-notes.js";
import { recognised } from "../../data/recognise.js";
import { fileName } from "../../files/read-file.js";
import { counted, scoreText, shortCount } from "../../output/numbers.js";
import { printResult } from "../../output/output.js";
import { printable, wrapped } from "../../output/text.js";
import type { ImportFlags } from "./benchmarks.flags.js";

/** `zerolm benchmarks import`: checks a file or folder and says what it found. */
export async function importBenchmark(path: string, flags: ImportFlags): Promise<void> {
  const { format, file } = await recognised(path, flags.format);
  checkReading(format, flags.reading);
  const benchmark = await readBenchmarkFile(format, file, flags.reading);
  const survey = surveyBenchmark(benchmark);
  const { reading, quality: measure, qualityName, qualities } = benchmark;
  const about = { format: format.name, file: fileName(file), reading, measure, qualityName, qualities };
  const document = { ...about, ...survey };
  printResult(flags, document, () => textOf(benchmark, survey, file));
}

const rangeText = ({ minimum, maximum }: Range, text: (value: number) => string): string =>
  minimum === maximum ? text(minimum) : `${text(minimum)} to ${text(maximum)}`;

/** `1 network has`, `2 networks have`. */
const networksThat = (count: number, verb: "have" | "share"): string =>
  `${counted(count, "network")} ${count === 1 ? { have: "has", share: "shares" }[verb] : verb}`;

function textOf(benchmark: Benchmark, survey: BenchmarkSurvey, file: string): string {
  const { name, quality, reading } = benchmark;
  const lines: readonly (readonly [string, string])[] = [
    ["quality", `${rangeText(survey.quality, scoreText)} (${quality})`],
    ...(benchmark.qualities.length > 1 ? [["qualities", namesOf(benchmark.qualities)] as const] : []),
    ["ties", `${networksThat(survey.tiedQuality, "share")} their quality with another`],
    ["repeats", `${networksThat(survey.repeatedArchitectures, "have")} the architecture of an earlier one`],
    ["depth", rangeText(survey.depth, String)],
    ["hidden", rangeText(survey.hidden, String)],
    ["parameters", rangeText(survey.parameters, shortCount)],
    ...publishedLines(survey),
  ];
  const readAs = reading === undefined ? "" : `, reading ${reading}`;
  return [
    wrapped(`${name}: ${counted(survey.architectures, "trained network")}${readAs}`),
    ...lines.map(([what, text]) => wrapped(`  ${what.padEnd(12)}${text}`, " ".repeat(14))),
    ...readingNotes(benchmark).map((note) => wrapped(`  ${note}`, "    ")),
    useText(benchmark, survey, file),
  ].join("\n");
}

const namesOf = (names: readonly string[]): string => printable(names.join(", "));

function publishedLines({ architectures, publishedParameters, publishedScores }: BenchmarkSurvey) {
  const { there, equal, largestDifference, note } = publishedParameters;
  const apart = equal === there ? "" : `; at most ${(100 * largestDifference).toPrecision(2)} % apart`;
  const incomplete = Object.entries(publishedScores).filter(([, count]) => count < architectures);
  const scores = Object.keys(publishedScores);
  return [
    ...(there > 0
      ? [["counts", `${equal} of ${there} published parameter counts are ours too${apart}`] as const]
      : []),
    ...(there > 0 && note !== undefined ? [["", note] as const] : []),
    ...(scores.length > 0 ? [["scores", `published: ${namesOf(scores)}`] as const] : []),
    ...incomplete.map(
      ([name, count]) =>
        ["missing", `${printable(name)}: ${networksThat(architectures - count, "have")} none`] as const,
    ),
  ];
}

function useText(
  { name, reading }: Benchmark,
  { architectures, quality }: BenchmarkSurvey,
  file: string,
): string {
  if (architectures < minimumEntries)
    return `At least ${minimumEntries} networks are needed to judge a ranking by them.`;
  if (quality.minimum === quality.maximum) return "All have one quality; no ranking can be judged by them.";
  const readAs = reading === undefined ? "" : `:${reading}`;
  const data = `--data ${printable(fileName(file))}`;
  return wrapped(`Judge proxies by it: zerolm evaluate ${name}${readAs} ${data}`, "  ");
}
