import type { Stats } from "node:fs";
import { access, constants, type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { WorkError } from "@zerolm/core";
import { linkTarget } from "./link-target.js";
import { errorCode, errorText, unlessRefused } from "./system-error.js";
import { temporaryBeside } from "./temporary.js";

/** What a file is to hold: a string is written as UTF-8, chunks one after the other, so that they need not fit in memory. */
export type FileData = string | Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Writes a file whole or not at all: into a temporary file of the same folder, flushed to the disk, then renamed. A
 * crash, a full disk or a second writer never leaves half a file under `path`; what stood there before stays until the
 * rename, and after a failure nothing new is left in the folder. What a killed process leaves there, the next one removes.
 *
 * A symbolic link stays a link and its target is replaced; an existing file keeps its permissions (and, where we may,
 * its owner); a write-protected file is refused. A hard link to the old file keeps the old content. A device or pipe,
 * as `/dev/stdout`, is written to directly: a rename would put a file in its place.
 *
 * @throws {WorkError} with the path, the cause and what to do
 * @example await writeFileAtomically("out/best.yaml", text);
 */
export async function writeFileAtomically(path: string, data: FileData): Promise<void> {
  if (path === "" || path.endsWith("/") || path.endsWith(sep)) throw namesNoFile(path);
  try {
    const existing = await statIfPresent(path);
    if (existing !== undefined && !existing.isFile()) {
      await writeTo(path, "w", data, undefined);
      return;
    }
    if (existing !== undefined) await access(path, constants.W_OK);
    await replace(await linkTarget(path), data, existing);
  } catch (error) {
    throw writeFailure(path, error);
  }
}

function namesNoFile(path: string): WorkError {
  return new WorkError("not written: the path has no file name. Add one.", { file: path });
}

async function statIfPresent(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function replace(target: string, data: FileData, existing: Stats | undefined): Promise<void> {
  const temporary = await temporaryBeside(target);
  try {
    await writeTo(temporary, "wx", data, existing);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the first failure is the one to report
    throw error;
  }
  await syncFolder(dirname(target));
}

async function writeTo(
  path: string,
  flags: "w" | "wx",
  data: FileData,
  existing: Stats | undefined,
): Promise<void> {
  const handle = await open(path, flags);
  try {
    await writeChunks(handle, data);
    if (existing !== undefined) await keepAttributes(handle, existing);
    if (flags === "wx") await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeChunks(handle: FileHandle, data: FileData): Promise<void> {
  if (typeof data === "string" || data instanceof Uint8Array) return await handle.writeFile(data);
  // `writeFile` writes on from where the last call ended, and all of a chunk where `write` may write a part of it.
  for await (const chunk of data) await handle.writeFile(chunk);
}

/**
 * The owner first: a change of owner clears permission bits. Only the superuser may give a file away, and is also the
 * one whose new file would otherwise lock the owner out.
 */
async function keepAttributes(handle: FileHandle, existing: Stats): Promise<void> {
  await unlessRefused(() => handle.chown(existing.uid, existing.gid), undefined);
  await handle.chmod(existing.mode & 0o777);
}

/** Makes a rename last through a power cut, where the system allows it (Windows does not open folders). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await unlessRefused(() => open(folder, "r"), undefined);
  if (handle === undefined) return;
  try {
    await unlessRefused(() => handle.sync(), undefined);
  } finally {
    await handle.close();
  }
}

/**
 * The error for a person when `path` could not be written: the path, the cause and what to do. An error that does not
 * come from the operating system is a defect and is handed back as it is.
 */
export function writeFailure(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  const reason = WRITE_FAILURES[code]?.(dirname(path)) ?? `${errorText(error)}. Choose another path.`;
  return new WorkError(`not written (${code}): ${reason}`, { file: path });
}

const notAllowed = (): string =>
  "you do not have permission to write the file or its folder. Change the permissions or choose another path.";
const notFolder = (folder: string): string => `${folder} is not a folder. Choose another path.`;

/** What went wrong and what to do, by the operating system's code. */
const WRITE_FAILURES: Readonly<Record<string, (folder: string) => string>> = {
  ENOENT: (folder) => `the folder ${folder} does not exist. Create it or choose another path.`,
  ENOTDIR: notFolder,
  EEXIST: notFolder,
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: (folder) => `the file system of ${folder} is read-only. Choose another path.`,
  ENOSPC: () => "no space is left on the disk. Free some space or choose a path on another disk.",
  EDQUOT: () => "the disk quota is used up. Free some space or choose a path on another disk.",
  EISDIR: () => "there is a folder at this path. Name a file.",
  ELOOP: () => "its symbolic links form a loop. Remove them or choose another path.",
  ENAMETOOLONG: () => "the name is too long for this file system. Choose a shorter one.",
  EBUSY: () =>
    "another program is using it, or it is a mount point. Close that program or choose another path.",
};
