import {
  type BenchmarkFormat,
  type BuiltinBenchmark,
  benchmarkFormats,
  builtinBenchmarks,
  UsageError,
  WorkError,
} from "@zerolm/core";
import { isPublishedBenchmark } from "../../data/catalogue.js";
import { downloadBenchmark } from "../../data/download.js";
import { locateBenchmark } from "../../data/locate.js";
import { benchmarkSets, namedBenchmark, setsOf } from "../../data/sets.js";
import type { CommonOptions } from "../../options/common.js";
import { note, printResult } from "../../output/output.js";
import { Progress } from "../../output/progress.js";
import { printable, wrapped } from "../../output/text.js";
import type { DownloadFlags } from "./benchmarks.flags.js";

/** A published set and where it lies on this machine, if it does. */
interface ListedSet {
  readonly name: string;
  readonly summary: string;
  readonly file: string | undefined;
  /** Where it was published, if it comes with zerolm. */
  readonly builtin?: string;
}

/** `zerolm benchmarks`: every format with its readings and sets, and which of them are on this machine. */
export async function listBenchmarks(flags: CommonOptions): Promise<void> {
  const formats: readonly BenchmarkFormat[] = Object.values(benchmarkFormats);
  const listed = await Promise.all(
    formats.map(async (format) => ({
      format,
      sets: [
        ...(await Promise.all(setsOf(format.name).map(listedSet))),
        ...(format === benchmarkFormats.table ? Object.entries(builtinBenchmarks).map(listedBuiltin) : []),
      ],
    })),
  );
  const document = listed.map(({ format, sets }) => {
    const { name, summary, source, licence, readings, defaultReading } = format;
    const own = sets.find((set) => set.name === name)?.file;
    return {
      name,
      summary,
      source,
      licence,
      readings: Object.entries(readings).map(([name, reading]) => ({ name, summary: reading.summary })),
      defaultReading,
      file: own,
      sets: sets.map(({ builtin, ...set }) =>
        builtin === undefined
          ? { ...set, obtain: obtainLines(set.name) }
          : { ...set, builtin: true, source: builtin },
      ),
    };
  });
  printResult(flags, document, () => listed.map(({ format, sets }) => textOf(format, sets)).join("\n\n"));
}

async function listedSet(name: string): Promise<ListedSet> {
  const summary = benchmarkSets[name]?.summary ?? "";
  try {
    return { name, summary, file: await locateBenchmark(name) };
  } catch (error) {
    if (error instanceof WorkError) return { name, summary, file: undefined };
    throw error;
  }
}

const listedBuiltin = ([name, { summary, source }]: [string, BuiltinBenchmark]): ListedSet => ({
  name,
  summary,
  file: undefined,
  builtin: source,
});

/** What to run to get a set. */
const obtainLines = (name: string): readonly string[] =>
  isPublishedBenchmark(name) ? [`zerolm benchmarks download ${name}`] : (benchmarkSets[name]?.obtain ?? []);

function textOf(
  { name, summary, source, licence, readings, defaultReading, fileName }: BenchmarkFormat,
  sets: readonly ListedSet[],
): string {
  const readingLines = Object.entries(readings).map(([name, reading]) =>
    wrapped(`    ${name}${name === defaultReading ? " (default)" : ""}: ${reading.summary}`, "      "),
  );
  return [
    wrapped(`${name}: ${summary}`, "  "),
    wrapped(`  source: ${source}`, "    "),
    wrapped(`  licence: ${licence}`, "    "),
    ...(readingLines.length > 0 ? ["  readings of its rows:", ...readingLines] : []),
    ...setLines(name, sets),
    ...(sets.some(({ builtin }) => builtin === undefined)
      ? []
      : [`  give yours: zerolm evaluate ${name} --data ${fileName === undefined ? "FILE" : "FOLDER"}`]),
  ].join("\n");
}

/** The only set of a format needs no name; several that come from one repository say once how to get it. */
function setLines(format: string, sets: readonly ListedSet[]): string[] {
  const isOnly = sets.length === 1 && sets[0]?.name === format;
  const where = ({ name, file, builtin }: ListedSet): string => {
    if (builtin !== undefined) return `built in; ${builtin}`;
    if (file !== undefined) return `on this machine: ${printable(file)}`;
    return isPublishedBenchmark(name)
      ? `not on this machine; get it: zerolm benchmarks download ${name}`
      : "not on this machine";
  };
  if (isOnly) return sets.map((set) => `  ${where(set)}`);
  const absent = sets.find(
    ({ name, file, builtin }) => file === undefined && builtin === undefined && !isPublishedBenchmark(name),
  );
  return [
    ...(sets.length > 0 ? ["  sets:"] : []),
    ...sets.flatMap((set) => [
      wrapped(`    ${set.name}: ${set.summary}`, "      "),
      set.builtin === undefined ? `      ${where(set)}` : wrapped(`      ${where(set)}`, "      "),
    ]),
    ...(absent ? manualLines(absent.name) : []),
  ];
}

const manualLines = (name: string): string[] => [
  "  these are hundreds of small files and not downloaded one by one; get them:",
  ...obtainLines(name).map((line) => `    ${line}`),
  wrapped(`  then pass the folder with --data, as --data ${benchmarkSets[name]?.data}`, "    "),
];

/** `zerolm benchmarks download`: fetches the files of a benchmark and checks them. */
export async function download(name: string, flags: DownloadFlags): Promise<void> {
  if (flags.folder === "") throw new UsageError("--folder is empty; give a folder, or leave it out");
  refuseManual(name);
  const progress = new Progress(flags);
  try {
    const files = await downloadBenchmark(name, {
      folder: flags.folder,
      onProgress: ({ file, received, total }) => progress.show(file, received, total),
    });
    progress.end();
    printResult(flags, { benchmark: name, files }, () =>
      files.map(({ path, outcome }) => `${outcome}  ${path}`).join("\n"),
    );
    note(flags, "Every file has the pinned SHA-256.");
  } finally {
    progress.end();
  }
}

/** @throws {UsageError} that says how to get a set of too many files, or that a format has nothing to download */
function refuseManual(name: string): void {
  if (isPublishedBenchmark(name)) return;
  const { set, builtin } = namedBenchmark(name);
  if (builtin) throw new UsageError(`${name} is built in: zerolm evaluate ${name} needs no download`);
  if (set) throw new UsageError(manualText(name));
  const sets = setsOf(name);
  throw new UsageError(
    sets.length > 0
      ? `${name} has several sets: ${sets.join(", ")}; name one`
      : `there is nothing to download for ${name}; see zerolm benchmarks`,
  );
}

const manualText = (name: string): string =>
  [
    `${name} is hundreds of small files and not downloaded one by one; get it:`,
    ...obtainLines(name),
    `and pass --data ${benchmarkSets[name]?.data}`,
  ].join("\n  ");
