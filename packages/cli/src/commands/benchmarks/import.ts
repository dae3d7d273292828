import {
  type Benchmark,
  type BenchmarkSurvey,
  minimumEntries,
  type Range,
  surveyBenchmark,
} from "@zerolm/core";
import { fileName } from "@zerolm/node/files";
import { checkReading, readBenchmarkFile } from "../../data/read-benchmark.js";
import { recognised } from "../../data/recognise.js";
import { isModule } from "../../options/own-words.js";
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
  const { reading, quality: measure } = benchmark;
  const document = { format: format.name, file: fileName(file), reading, measure, ...survey };
  printResult(flags, document, () => textOf(benchmark, survey, file, ownText(flags)));
}

const rangeText = ({ minimum, maximum }: Range, text: (value: number) => string): string =>
  minimum === maximum ? text(minimum) : `${text(minimum)} to ${text(maximum)}`;

/** `1 network has`, `2 networks have`. */
const networksThat = (count: number, verb: "have" | "share"): string =>
  `${counted(count, "network")} ${count === 1 ? { have: "has", share: "shares" }[verb] : verb}`;

function textOf(benchmark: Benchmark, survey: BenchmarkSurvey, file: string, own: string): string {
  const { name, quality, reading } = benchmark;
  const lines: readonly (readonly [string, string])[] = [
    ["quality", `${rangeText(survey.quality, scoreText)} (${quality})`],
    ["ties", `${networksThat(survey.tiedQuality, "share")} their quality with another`],
    ["repeats", `${networksThat(survey.repeatedArchitectures, "have")} the architecture of an earlier one`],
    ...(survey.groups > 1
      ? [["groups", `${survey.groups}; only networks of one group are compared`] as const]
      : []),
    ["depth", rangeText(survey.depth, String)],
    ["hidden", rangeText(survey.hidden, String)],
    ["parameters", rangeText(survey.parameters, shortCount)],
    ...publishedLines(survey),
    ...(survey.ignoredColumns.length > 0
      ? [
          [
            "ignored",
            `columns that are not known and hold no numbers: ${printable(survey.ignoredColumns.join(", "))}`,
          ] as const,
        ]
      : []),
  ];
  const readAs = reading === undefined ? "" : `, reading ${reading}`;
  return [
    wrapped(`${name}: ${counted(survey.architectures, "trained network")}${readAs}`),
    ...lines.map(([what, text]) => wrapped(`  ${what.padEnd(12)}${text}`, " ".repeat(14))),
    useText(benchmark, survey, `--data ${printable(fileName(file))}${own}`),
  ].join("\n");
}

/** What `evaluate` has to be told of a format of one's own. */
const ownText = ({ format = "" }: ImportFlags): string =>
  isModule(format) ? ` --format ${printable(format)}` : "";

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
        ["missing", `${printable(name)}: ${networksThat(architectures - count, "have")} none`] as const,
    ),
  ];
}

function useText(
  { name, reading }: Benchmark,
  { architectures, quality }: BenchmarkSurvey,
  data: string,
): string {
  if (architectures < minimumEntries)
    return `At least ${minimumEntries} networks are needed to judge a ranking by them.`;
  if (quality.minimum === quality.maximum) return "All have one quality; no ranking can be judged by them.";
  const readAs = reading === undefined ? "" : `:${reading}`;
  return wrapped(`Judge proxies by it: zerolm evaluate ${name}${readAs} ${data}`, "  ");
}
