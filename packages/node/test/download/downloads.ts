import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkError } from "@zerolm/core";
import { afterEach, beforeEach, expect } from "vitest";
import { downloadFile, type FileDownload } from "../../src/files/download-file.js";
import { serving, startServer, type TestServer } from "./server.js";
import { download, pin, someBytes } from "./task.js";

/** What the published file holds. */
export const content = someBytes(300_000);
/** Another file of the same size. */
export const other = Buffer.from(content).fill(0, 299_000);
export const half = 150_000;

export let folder: string;
export let target: string;
export let server: TestServer;

/** Gives each test an empty folder and a server that serves `content` as `/file.json` until told otherwise. */
export function useDownloads(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "zerolm-download-"));
    target = join(folder, "cache", "file.json");
    server = await startServer(serving(content));
  });

  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
}

export function task(more: Partial<FileDownload> = {}): FileDownload {
  return download({ address: `${server.address}/file.json`, target, pinned: pin(content), ...more });
}

/** The words of the WorkError that a download ends with. */
export async function failure(more: Partial<FileDownload> = {}): Promise<string> {
  const error: unknown = await downloadFile(task(more)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkError);
  return (error as WorkError).describe();
}

/** Puts a file beside the target. */
export async function left(bytes: Uint8Array, name: string): Promise<void> {
  await mkdir(join(folder, "cache"), { recursive: true });
  await writeFile(join(folder, "cache", name), bytes);
}

/** The names in the folder of the target. */
export const files = (): Promise<string[]> => readdir(join(folder, "cache"));

export async function expectDone(): Promise<void> {
  expect((await readFile(target)).equals(content)).toBe(true);
  expect(await files()).toEqual(["file.json"]);
}
