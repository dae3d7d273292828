import { join } from "node:path";
import { type DownloadOutcome, downloadFile } from "@zerolm/node";
import { fileAddress, type PublishedFile, publishedBenchmark } from "./catalogue.js";
import { cacheFolder } from "./locate.js";

export interface DownloadProgress {
  readonly file: string;
  /** Bytes that have arrived. */
  readonly received: number;
  readonly total: number;
}

export interface DownloadOptions {
  /** The files go to `FOLDER/NAME/`. Default {@link cacheFolder}. */
  readonly folder?: string | undefined;
  /** A mirror to download from in place of the authors' address. */
  readonly baseUrl?: string | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Default: that of Node. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

export interface DownloadedFile {
  readonly file: string;
  readonly path: string;
  readonly outcome: DownloadOutcome;
}

/**
 * Downloads a benchmark from the address its authors published it at, the main file first. Every file is checked against
 * its pinned size and SHA-256; one that is there already and right is left alone (`present`).
 *
 * @throws UsageError for an unknown name or an impossible `baseUrl`; WorkError with the cause, the address and what to do
 * @example await downloadBenchmark("nas-bench-bert", { onProgress: ({ received, total }) => bar(received / total) });
 */
export async function downloadBenchmark(
  name: string,
  options: DownloadOptions = {},
): Promise<DownloadedFile[]> {
  const benchmark = publishedBenchmark(name);
  const folder = join(options.folder ?? cacheFolder(), name);
  const done: DownloadedFile[] = [];
  for (const file of benchmark.files) {
    const address = fileAddress(options.baseUrl ?? benchmark.baseUrl, file.name);
    const path = join(folder, file.name);
    const task = { address, target: path, pinned: file, otherWays: otherWays(name, file, path) };
    const onReceived = (received: number): void =>
      options.onProgress?.({ file: file.name, received, total: file.bytes });
    const outcome = await downloadFile({ ...task, fetch: options.fetch, onReceived });
    done.push({ file: file.name, path, outcome });
  }
  return done;
}

function otherWays(name: string, file: PublishedFile, path: string): string {
  const byHand = `Or fetch it by other means and save it as ${path}`;
  if (!file.required) return `${byHand}; the benchmark can be used without this file.`;
  return `${byHand}, pass it with --data FILE, or set ZEROLM_DATA to a folder that holds ${name}/${file.name}.`;
}
