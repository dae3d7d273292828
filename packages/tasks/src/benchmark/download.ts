import { UsageError } from "@zerolm/core";
import { filesOf } from "../files.js";
import type { DownloadOutcome, TaskHost } from "../host.js";
import { fileAddress, type PublishedFile, publishedBenchmark } from "./catalogue.js";

/** A file of a benchmark, and whether it had to be fetched. */
export interface DownloadedFile {
  readonly file: string;
  readonly path: string;
  readonly outcome: DownloadOutcome;
}

/** Where files come from and go to. */
export interface DownloadOptions {
  /** The files go to `FOLDER/NAME/`. Default: the last data folder of the host. */
  readonly folder?: string | undefined;
  /** A mirror to download from in place of the authors' address. */
  readonly baseUrl?: string | undefined;
}

/**
 * Downloads a benchmark from the address that its authors published it at, the main file first. Every file is checked against its pinned
 * size and SHA-256. One that is there already and right is left alone (`present`). A stop ends it after the file that is being fetched.
 *
 * @throws {UsageError} for an unknown name or an impossible `baseUrl`; {WorkError} with the cause, the address and what to do
 * @example
 * await downloadBenchmark("nas-bench-bert", {}, nodeHost());
 */
export async function downloadBenchmark(
  name: string,
  options: DownloadOptions,
  host: TaskHost,
): Promise<DownloadedFile[]> {
  const benchmark = publishedBenchmark(name);
  const { join, dataFolders } = filesOf(host);
  const folder = join(options.folder ?? dataFolders().at(-1)?.path ?? ".", name);
  const done: DownloadedFile[] = [];
  for (const file of benchmark.files) {
    if (host.signal?.aborted) break;
    const address = fileAddress(options.baseUrl ?? benchmark.baseUrl, file.name);
    const path = join(folder, file.name);
    const outcome = await downloadOf(host)({
      ...{ address, target: path, pinned: file, otherWays: otherWays(name, file, path) },
      onReceived: (received) => void host.report?.({ done: received, total: file.bytes, what: file.name }),
    });
    done.push({ file: file.name, path, outcome });
  }
  return done;
}

function downloadOf({ download }: TaskHost): NonNullable<TaskHost["download"]> {
  if (download) return download;
  throw new UsageError("this task downloads files, but the program that runs it cannot");
}

function otherWays(name: string, file: PublishedFile, path: string): string {
  const byHand = `Or fetch it by other means and save it as ${path}`;
  if (!file.required) return `${byHand}. The benchmark can be used without this file.`;
  return `${byHand}, pass it with --data FILE, or set ZEROLM_DATA to a folder that holds ${name}/${file.name}.`;
}
