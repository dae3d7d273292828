import { type BenchmarkFormat, benchmarkFormats, UsageError, WorkError } from "@zerolm/core";
import { downloadBenchmark } from "../data/download.js";
import { locateBenchmark } from "../data/locate.js";
import type { CommonOptions } from "../options/common.js";
import { note, printResult } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { printable, wrapped } from "../output/text.js";
import type { DownloadFlags } from "./benchmarks.command.js";

/** `zerolm benchmarks`: every benchmark, its readings, and whether it is on this machine. */
export async function listBenchmarks(flags: CommonOptions): Promise<void> {
  const formats: readonly BenchmarkFormat[] = Object.values(benchmarkFormats);
  const listed = await Promise.all(
    formats.map(async (format) => ({ format, file: await fileOf(format.name) })),
  );
  const document = listed.map(({ format, file }) => {
    const { name, summary, source, licence, inventories, defaultInventory } = format;
    const readings = Object.entries(inventories).map(([inventory, reading]) => ({
      name: inventory,
      summary: reading.summary,
    }));
    return { name, summary, source, licence, inventories: readings, defaultInventory, file };
  });
  printResult(flags, document, () => listed.map(({ format, file }) => textOf(format, file)).join("\n\n"));
}

async function fileOf(name: string): Promise<string | undefined> {
  try {
    return await locateBenchmark(name);
  } catch (error) {
    if (error instanceof WorkError) return undefined;
    throw error;
  }
}

function textOf(
  { name, summary, source, licence, inventories, defaultInventory }: BenchmarkFormat,
  file: string | undefined,
): string {
  const readings = Object.entries(inventories).map(([inventory, reading]) =>
    wrapped(
      `    ${inventory}${inventory === defaultInventory ? " (default)" : ""}: ${reading.summary}`,
      "      ",
    ),
  );
  return [
    wrapped(`${name}: ${summary}`, "  "),
    wrapped(`  source: ${source}`, "    "),
    wrapped(`  licence: ${licence}`, "    "),
    ...(readings.length > 0 ? ["  inventories, the readings of its rows:", ...readings] : []),
    file === undefined
      ? `  not on this machine; get it: zerolm benchmarks download ${name}`
      : `  on this machine: ${printable(file)}`,
  ].join("\n");
}

/** `zerolm benchmarks download`: fetches the files of a benchmark and checks them. */
export async function download(name: string, flags: DownloadFlags): Promise<void> {
  if (flags.folder === "") throw new UsageError("--folder is empty; give a folder, or leave it out");
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
