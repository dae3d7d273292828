import { isUtf8 } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { InputError } from "@zerolm/core";
import { errorCode, errorText } from "./system-error.js";

/** Configurations and benchmarks are below 1 MB; the limit stops a checkpoint or disk image given by mistake. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;

const CHUNK_BYTES = 64 * 1024;

export interface ReadOptions {
  /** The most bytes to read. Default {@link MAX_TEXT_BYTES}. */
  readonly maxBytes?: number | undefined;
  /** What `-` reads. Default the standard input of the process. */
  readonly input?: AsyncIterable<Uint8Array | string>;
}

/** What messages call a file. */
export const fileName = (path: string): string => (path === "-" ? "standard input" : path);

/**
 * The text of a file, of a pipe, or with `-` of the standard input. It must be UTF-8; a byte order mark at its head is
 * dropped. A file larger than the limit is refused before it is read, a pipe as soon as it passes the limit.
 *
 * @throws InputError that names the file (`standard input` for `-`)
 * @example const text = await readTextFile("config.json");
 */
export async function readTextFile(path: string, options: ReadOptions = {}): Promise<string> {
  const maxBytes = options.maxBytes ?? MAX_TEXT_BYTES;
  const file = fileName(path);
  try {
    if (path !== "-") return decode(await fileBytes(path, maxBytes), file);
    return decode(await collected(options.input ?? process.stdin, maxBytes, file), file);
  } catch (error) {
    throw readFailure(file, error);
  }
}

async function fileBytes(path: string, maxBytes: number): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const about = await handle.stat();
    if (about.isDirectory()) throw new InputError("is a folder. Give a file.", { file: path });
    if (about.size > maxBytes) throw tooLarge(path, maxBytes, about.size);
    // The size is not relied on: a pipe or a file under /proc says 0, and a file may grow while it is read.
    return await collected(chunks(handle), maxBytes, path);
  } finally {
    await handle.close();
  }
}

/** Not a stream: a stream reads ahead, and a pipe whose writer pauses then could not be closed. */
async function* chunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function collected(
  source: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
  file: string,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    const part = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge(file, maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts, bytes);
}

function tooLarge(file: string, maxBytes: number, bytes?: number): InputError {
  const found = bytes === undefined ? "holds more" : `has ${grouped(bytes)}`;
  return new InputError(
    `at most ${grouped(maxBytes)} bytes are read, but it ${found}. Is it the right file?`,
    { file },
  );
}

function decode(bytes: Buffer, file: string): string {
  if (isUtf16(bytes)) throw new InputError("is UTF-16 text. Save it as UTF-8.", { file });
  if (isUtf8(bytes)) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const place = { file, line: firstBadLine(bytes) };
  throw new InputError("is not UTF-8 text. Save it as UTF-8, or check that it is the right file.", place);
}

/** By its mark. Without one ASCII in UTF-16 is also valid UTF-8, with a NUL beside each character that no text of ours has. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString("hex");
  const [one, other] = bytes;
  return mark === "fffe" || mark === "feff" || (bytes.length % 2 === 0 && (one === 0) !== (other === 0));
}

/** A line feed never lies inside a character of UTF-8, so the lines can be checked one at a time. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file. Check the path.",
  ENOTDIR: "a part of the path is a file and not a folder. Check the path.",
  EACCES: "you do not have permission to read it. Change its permissions.",
  EPERM: "you do not have permission to read it. Change its permissions.",
  EISDIR: "is a folder. Give a file.",
  ELOOP: "its symbolic links form a loop. Check the path.",
  ENXIO: "is a socket. Give a file.",
};

/** Anything but a refusal of the operating system passes as it is: our own errors, and defects. */
function readFailure(file: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  return new InputError(READ_FAILURES[code] ?? `cannot be read: ${errorText(error)} (${code})`, { file });
}

const grouped = (count: number): string => count.toLocaleString("en-US");
