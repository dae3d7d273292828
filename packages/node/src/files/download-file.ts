import { createHash } from "node:crypto";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { WorkError } from "@zerolm/core";
import type { DownloadOutcome, FileDownload, PinnedFile } from "@zerolm/tasks";
import { errorCode, errorText, unlessRefused } from "./system-error.js";
import { writeFailure, writeFileAtomically } from "./write-file.js";

/** A download, and how it is fetched. */
export interface FetchedDownload extends FileDownload {
  /** Default: that of Node. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The longest wait for the next byte, in milliseconds. Default: 30,000. */
  readonly stallMs?: number | undefined;
}

/**
 * Brings a file of a few megabytes to its target: fetched into memory, checked against its pinned size and SHA-256, then written whole
 * or not at all. More bytes than the pinned size are never read.
 *
 * @throws {WorkError} with the cause, the address and what to do
 * @example
 * await downloadFile({ address, target: "BERT_benchmark.json", pinned: { bytes: 453_164, sha256 }, otherWays });
 */
export async function downloadFile(task: FetchedDownload): Promise<DownloadOutcome> {
  const { target, pinned } = task;
  if (await holds(target, pinned)) return "present";
  const existing = await prepareTarget(target);
  const bytes = await received(task);
  const found = sha256Of(bytes);
  if (found !== pinned.sha256) throw wrongFile(task, `its SHA-256 is ${found}, not ${pinned.sha256}`);
  await writeFileAtomically(target, bytes);
  return existing ? "replaced" : "downloaded";
}

/** Whether the file at this path is the pinned one. */
export async function holds(path: string, pinned: PinnedFile): Promise<boolean> {
  const about = await unlessRefused(() => stat(path), undefined);
  if (!about?.isFile() || about.size !== pinned.bytes) return false;
  return unlessRefused(async () => sha256Of(await readFile(path)) === pinned.sha256, false);
}

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Makes the folder and says whether a file will be replaced, before a byte is transferred. */
async function prepareTarget(target: string): Promise<boolean> {
  try {
    await mkdir(dirname(target), { recursive: true });
  } catch (error) {
    throw writeFailure(target, error);
  }
  const existing = await unlessRefused(() => stat(target), undefined);
  if (existing?.isDirectory()) throw writeFailure(target, { code: "EISDIR" });
  return existing !== undefined;
}

async function received(task: FetchedDownload): Promise<Uint8Array> {
  const { address, fetch = globalThis.fetch, stallMs = 30_000 } = task;
  const abort = new AbortController();
  const patient = <T>(work: () => Promise<T>): Promise<T> => untilStalled(work, stallMs, abort, task);
  try {
    // The pinned size is that of the plain file, so that a page of another length shows before it is read.
    const headers = { "accept-encoding": "identity" };
    const response = await patient(() => fetch(address, { headers, signal: abort.signal }));
    if (response.status !== 200) throw networkFailure(task, httpProblem(response));
    refuseOtherLength(response, task);
    return await bodyOf(response, task, patient);
  } finally {
    abort.abort(); // drops the connection, whatever it still holds
  }
}

async function bodyOf(
  { body }: Response,
  task: FileDownload,
  patient: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(task.pinned.bytes);
  let at = 0;
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await patient(() => reader.read());
    if (done) break;
    if (at + value.length > bytes.length)
      throw wrongFile(task, `it is longer than the ${bytes.length} bytes of the published file`);
    bytes.set(value, at);
    at += value.length;
    task.onReceived?.(at);
  }
  if (at < bytes.length) throw networkFailure(task, "the connection ended early");
  return bytes;
}

/** A login page or an error page sent as 200 shows by its length. */
function refuseOtherLength({ headers }: Response, task: FetchedDownload): void {
  const length = headers.get("content-length");
  if (length === null || headers.has("content-encoding") || Number(length) === task.pinned.bytes) return;
  throw wrongFile(task, `it has ${length} bytes, not ${task.pinned.bytes}`);
}

async function untilStalled<T>(
  work: () => Promise<T>,
  stallMs: number,
  abort: AbortController,
  task: FileDownload,
): Promise<T> {
  let stalled = false;
  const timer = setTimeout(() => {
    stalled = true;
    abort.abort();
  }, stallMs);
  try {
    return await work();
  } catch (error) {
    const reason = stalled ? `no data arrived for ${stallMs / 1000} s` : networkProblem(error);
    throw networkFailure(task, reason + proxyHint(task.address));
  } finally {
    clearTimeout(timer);
  }
}

function httpProblem({ status, statusText }: Response): string {
  const answer = `the server answered ${[status, statusText].join(" ").trim()}`;
  if (status === 404 || status === 410) return `${answer}: the file is no longer at this address`;
  return status === 429 || status >= 500 ? `${answer}: try again later` : answer;
}

const networkFailure = ({ address, otherWays }: FileDownload, reason: string): WorkError =>
  new WorkError(`${address} cannot be downloaded: ${reason}. ${otherWays}`);

function wrongFile({ address, otherWays }: FileDownload, difference: string): WorkError {
  const advice = "The download was deleted. A proxy or mirror may have changed it.";
  return new WorkError(`${address} is not the published file: ${difference}. ${advice} ${otherWays}`);
}

/** Why a request failed, in words if there are some. `fetch` itself only says "fetch failed" and puts the reason below. */
function networkProblem(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined) return `${problems[code] ?? errorText(error)} (${code})`;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? errorText(error) : networkProblem(cause);
}

function proxyHint(address: string): string {
  const { HTTPS_PROXY, https_proxy, NODE_USE_ENV_PROXY } = process.env;
  if (!address.startsWith("https:") || !(HTTPS_PROXY || https_proxy) || NODE_USE_ENV_PROXY) return "";
  return ". HTTPS_PROXY is set, but Node uses it only with NODE_USE_ENV_PROXY=1 (Node 22.21 and 24 or newer)";
}

const cut = "the connection was cut";
const noAnswer = "the host does not respond";
const noRoute = "there is no route to the host, or this machine is offline";

const problems: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host name does not exist, or this machine is offline",
  EAI_AGAIN: "the host name could not be resolved, or this machine is offline",
  ECONNREFUSED: "the host refused the connection",
  ECONNRESET: cut,
  EPIPE: cut,
  UND_ERR_SOCKET: cut,
  ETIMEDOUT: noAnswer,
  UND_ERR_CONNECT_TIMEOUT: noAnswer,
  ENETUNREACH: noRoute,
  EHOSTUNREACH: noRoute,
  ENETDOWN: noRoute,
};
