import { access, constants, mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { WorkError } from "@zerolm/core";
import { linkTarget } from "./link-target.js";
import { errorCode, unlessRefused } from "./system-error.js";
import { temporaryBeside } from "./temporary.js";
import { type FileData, syncFolder, writeFailure, writeFileAtomically } from "./write-file.js";

/** Writes one file of a new folder. */
export type WriteInto = (name: string, data: FileData) => Promise<void>;

/**
 * Makes a folder whole or not at all: its files are written into a hidden folder beside it, flushed to the disk, and the folder is
 * renamed. After a crash there is nothing under `path`, at worst the hidden `.zerolm-*.tmp`, which the next one to write there removes.
 *
 * @param path must not exist, or be an empty folder or a link to one; a folder with something in it cannot be replaced in one step
 * @throws {WorkError} with the path, the cause and what to do
 * @example
 * await writeFolderAtomically("pruned", async (write) => write("config.json", text));
 */
export async function writeFolderAtomically(
  path: string,
  fill: (write: WriteInto) => Promise<void>,
): Promise<void> {
  const target = await linkTarget(resolve(path));
  await requireFreeFolder(path);
  const temporary = await temporaryBeside(target);
  let current = path;
  try {
    await mkdir(temporary);
    await fill(async (name, data) => {
      current = join(path, name);
      await inFolder(temporary, name, data);
      current = path;
    });
    await syncFolder(temporary);
    await replaceEmpty(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined); // the first failure is the one to report
    throw writeFailure(current, error instanceof WorkError ? renamed(error, current) : error);
  }
  await syncFolder(dirname(target));
}

/** The hidden folder is nobody's business: messages name the file under its final path. */
const renamed = (error: WorkError, file: string): WorkError => new WorkError(error.message, { file });

async function inFolder(folder: string, name: string, data: FileData): Promise<void> {
  if (dirname(name) !== ".") await mkdir(join(folder, dirname(name)), { recursive: true });
  await writeFileAtomically(join(folder, name), data);
}

/**
 * Refuses a path where no new folder can be made, before anything is done for it.
 *
 * @throws {WorkError} if something stands there, or if the folder above it is missing or may not be written
 */
export async function requireFreeFolder(path: string): Promise<void> {
  const target = await linkTarget(resolve(path));
  const kind = await unlessRefused(() => stat(target), undefined);
  if (kind && !kind.isDirectory())
    throw new WorkError("not written: there is a file at this path. Choose a new folder.", { file: path });
  const present = kind ? await unlessRefused(() => readdir(target), []) : [];
  if (present.length > 0)
    throw new WorkError(
      "not written: the folder holds files already. Choose a new folder, or delete this one.",
      {
        file: path,
      },
    );
  try {
    await access(dirname(target), constants.W_OK);
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/** Windows does not rename over an empty folder. */
async function replaceEmpty(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    if (errorCode(error) !== "EPERM" && errorCode(error) !== "EEXIST") throw error;
    await rmdir(target);
    await rename(temporary, target);
  }
}
