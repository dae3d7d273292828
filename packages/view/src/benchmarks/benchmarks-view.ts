import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines } from "../blocks/block.js";
import { printable, wrapped } from "../words/text.js";

type Listed = OutcomeOf<"benchmarks">["benchmarks"][number];
type ListedSet = Listed["sets"][number];

/** Every format of benchmarks with its readings and sets. */
export const benchmarksView = ({ benchmarks }: OutcomeOf<"benchmarks">): Block[] => benchmarks.map(blockOf);

function blockOf(listed: Listed): Block {
  const { name, summary, source, licence, readings, defaultReading, fileName, sets } = listed;
  const readingLines = readings.map((reading) =>
    wrapped(
      `    ${reading.name}${reading.name === defaultReading ? " (default)" : ""}: ${reading.summary}`,
      "      ",
    ),
  );
  return lines(
    wrapped(`${name}: ${summary}`, "  "),
    wrapped(`  source: ${source}`, "    "),
    wrapped(`  licence: ${licence}`, "    "),
    ...(readingLines.length > 0 ? ["  readings of its rows:", ...readingLines] : []),
    ...setLines(name, sets),
    sets.some(({ builtin }) => !builtin)
      ? undefined
      : `  use your own: zerolm evaluate ${name} --data ${fileName === undefined ? "FILE" : "FOLDER"}`,
  );
}

/** The only set of a format needs no name; several that come from one repository say once how to get it. */
function setLines(format: string, sets: readonly ListedSet[]): string[] {
  const isOnly = sets.length === 1 && sets[0]?.name === format;
  if (isOnly) return sets.map((set) => `  ${whereText(set)}`);
  const absent = sets.find(({ file, builtin, downloads }) => file === undefined && !builtin && !downloads);
  return [
    ...(sets.length > 0 ? ["  sets:"] : []),
    ...sets.flatMap((set) => [
      wrapped(`    ${set.name}: ${set.summary}`, "      "),
      set.builtin ? wrapped(`      ${whereText(set)}`, "      ") : `      ${whereText(set)}`,
    ]),
    ...(absent ? manualLines(absent) : []),
  ];
}

function whereText({ name, file, builtin, source, downloads }: ListedSet): string {
  if (builtin) return `built in, from ${source}`;
  if (file !== undefined) return `on this machine: ${printable(file)}`;
  return downloads
    ? `not on this machine. Get it: zerolm benchmarks download ${name}`
    : "not on this machine";
}

const manualLines = ({ obtain = [], data }: ListedSet): string[] => [
  "  zerolm does not download these sets of hundreds of small files. Get them with",
  "  git:",
  ...obtain.map((line) => `    ${line}`),
  wrapped(`  then pass the folder with --data, for example --data ${data}`, "    "),
];

/** The files of a benchmark that were fetched, or were there. */
export const downloadView = ({ files }: OutcomeOf<"benchmarks download">): Block[] => [
  lines(...files.map(({ path, outcome }) => `${outcome}  ${path}`)),
];
