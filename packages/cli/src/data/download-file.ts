import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { unlessRefused, writeFailure } from "@zerolm/checkpoint/files";
import { WorkError } from "@zerolm/core";
import { PartFile } from "./part-file.js";
import { Transfer } from "./transfer.js";

/** What a file must be, to the bit. */
export interface PinnedFile {
  readonly bytes: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
}

export interface FileDownload {
  readonly address: string;
  /** The path to bring the file to. */
  readonly target: string;
  readonly pinned: PinnedFile;
  readonly fetch: typeof globalThis.fetch;
  /** The longest wait for the next byte, in milliseconds. */
  readonly stallMs: number;
  /** What else a person can do when the network fails, as a sentence. */
  readonly otherWays: string;
  /** Called with the number of bytes that are there, first with those of an earlier download. */
  readonly onReceived: (bytes: number) => void;
}

/** `present`: it was there; `replaced`: another file of this name was. */
export type DownloadOutcome = "present" | "downloaded" | "replaced";

/**
 * Brings a file to its target, and only ever the pinned one: fewer, more or other bytes are refused.
 *
 * A download that fails leaves what it has as `TARGET.part`; the next asks for the rest only. Downloads of the same file
 * at the same time, by whichever process, do not disturb each other (see {@link PartFile}).
 *
 * @throws WorkError with the cause, the address and what to do
 */
export async function downloadFile(task: FileDownload): Promise<DownloadOutcome> {
  const { target, pinned } = task;
  if (await holds(target, pinned)) return "present";
  const replaces = await makeRoom(target);
  const part = await onDisk(target, () => PartFile.open(target, pinned.bytes));
  try {
    await complete(part, task);
    await publish(part, task);
  } finally {
    await onDisk(target, () => part.keep());
  }
  return replaces ? "replaced" : "downloaded";
}

/** Whether the file at this path is the pinned one. */
export async function holds(path: string, pinned: PinnedFile): Promise<boolean> {
  const about = await unlessRefused(() => stat(path), undefined);
  if (!about?.isFile() || about.size !== pinned.bytes) return false;
  return unlessRefused(async () => (await sha256Of(path)) === pinned.sha256, false);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/** Makes the folder. Says whether the download will replace a file; it could not replace a folder. */
async function makeRoom(target: string): Promise<boolean> {
  await onDisk(target, () => mkdir(dirname(target), { recursive: true }));
  const existing = await unlessRefused(() => stat(target), undefined);
  if (existing?.isDirectory()) throw writeFailure(target, { code: "EISDIR" });
  return existing !== undefined;
}

async function onDisk<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(target, error);
  }
}

/** Fetches what the part lacks; all of it when what an earlier download left turns out to be wrong. */
async function complete(part: PartFile, task: FileDownload): Promise<void> {
  const { sha256 } = task.pinned;
  const resumes = part.received > 0;
  await receive(part, task);
  if (resumes && part.sha256 !== sha256) {
    await onDisk(task.target, () => part.restart());
    await receive(part, task);
  }
  if (part.sha256 === sha256) return;
  const found = part.sha256;
  await part.discard();
  throw wrongFile(task, `its SHA-256 is ${found}, not ${sha256}`);
}

async function receive(part: PartFile, task: FileDownload): Promise<void> {
  const { bytes } = task.pinned;
  if (part.received === bytes) return; // an earlier process was killed between the last byte and the renaming
  const failure = (reason: string): WorkError => networkFailure(task, part, reason);
  const transfer = new Transfer(task.address, { fetch: task.fetch, stallMs: task.stallMs, failure });
  try {
    await ask(transfer, part, task);
    task.onReceived(part.received);
    for await (const chunk of transfer.chunks()) {
      if (part.received + chunk.length > bytes) {
        await part.discard();
        throw wrongFile(task, `it goes on after the ${bytes} bytes of the published file`);
      }
      await onDisk(task.target, () => part.append(chunk));
      task.onReceived(part.received);
    }
  } finally {
    transfer.close();
  }
  if (part.received < bytes) throw failure("the connection ended early");
}

/** Asks for what is missing; for all of it when the server cannot go on from where the part ends. */
async function ask(transfer: Transfer, part: PartFile, task: FileDownload): Promise<void> {
  let from = part.received;
  let response = await transfer.ask(from);
  if (from > 0 && (response.status === 416 || (response.status === 206 && !goesOn(response, from, task)))) {
    from = 0;
    response = await transfer.ask(from);
  }
  if (response.status === 200) from = 0;
  else if (response.status !== 206 || from === 0) throw networkFailure(task, part, httpProblem(response));
  checkLength(response, from, task);
  if (from < part.received) await onDisk(task.target, () => part.restart());
}

/** Whether an answer 206 is the rest of the file, from the byte we asked for to the last. */
function goesOn(response: Response, from: number, { pinned }: FileDownload): boolean {
  const range = /^bytes (\d+)-(\d+)\//.exec(response.headers.get("content-range") ?? "");
  const encoded = response.headers.has("content-encoding");
  return !encoded && Number(range?.[1]) === from && Number(range?.[2]) === pinned.bytes - 1;
}

/**
 * A login page or an error page sent as 200 shows by its length, before a byte of it is read and before it costs us the
 * bytes we have.
 */
function checkLength(response: Response, from: number, task: FileDownload): void {
  const length = response.headers.get("content-length");
  if (length === null || response.headers.has("content-encoding")) return;
  const whole = from + Number(length);
  if (whole !== task.pinned.bytes) throw wrongFile(task, `it has ${whole} bytes, not ${task.pinned.bytes}`);
}

function httpProblem({ status, statusText }: Response): string {
  const answer = `the server answers ${[status, statusText].join(" ").trim()}`;
  if (status === 404 || status === 410) return `${answer}: the file is not at this address (any more)`;
  if (status === 429 || status >= 500) return `${answer}: try again later`;
  return answer;
}

function networkFailure(task: FileDownload, part: PartFile, reason: string): WorkError {
  const { received } = part;
  const kept = `${received} of ${task.pinned.bytes} bytes are kept: the same command goes on from there. `;
  return new WorkError(
    `${task.address} cannot be downloaded: ${reason}. ${received > 0 ? kept : ""}${task.otherWays}`,
  );
}

function wrongFile(task: FileDownload, difference: string): WorkError {
  const advice = "It was not kept; a proxy or mirror on the way may alter it.";
  return new WorkError(
    `${task.address} is not the published file: ${difference}. ${advice} ${task.otherWays}`,
  );
}

async function publish(part: PartFile, { target, pinned }: FileDownload): Promise<void> {
  try {
    await part.publish();
  } catch (error) {
    // Another download may have finished first: it removes every part, ours too, and on Windows a reader may hold the file.
    if (!(await holds(target, pinned))) throw writeFailure(target, error);
  }
}
