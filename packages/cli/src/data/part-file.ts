import { createHash, type Hash, randomUUID } from "node:crypto";
import { constants, copyFile, type FileHandle, lstat, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder, unlessRefused } from "@zerolm/checkpoint/files";

/**
 * The beginning of a file that is being downloaded, and its hash.
 *
 * Each process writes to a file of its own, `NAME.UUID.part`, opened exclusively; `NAME.part` is what a download that
 * failed leaves behind. A new download *copies* the longest part it finds, also that of a process that was killed or is
 * still running, and goes on from there. So no lock is needed, and none can be left behind by a killed process: two
 * downloads at once fetch the same bytes twice, which is the smaller mistake than one that spoils the other's file or
 * waits for a process that is gone.
 */
export class PartFile {
  readonly #target: string;
  readonly #path: string;
  readonly #handle: FileHandle;
  #hash: Hash = createHash("sha256");
  #received = 0;
  #open = true;

  private constructor(target: string, path: string, handle: FileHandle) {
    this.#target = target;
    this.#path = path;
    this.#handle = handle;
  }

  /** A part of `target` with what earlier downloads left of it; a part that is longer than `maxBytes` is left aside. */
  static async open(target: string, maxBytes: number): Promise<PartFile> {
    const path = `${target}.${randomUUID()}.part`;
    const earlier = await longestPart(target, maxBytes);
    const copied = earlier !== undefined && (await copyPart(earlier, path));
    const part = new PartFile(target, path, await open(path, copied ? "r+" : "wx+"));
    try {
      await part.#hashContent();
      if (part.received > maxBytes) await part.restart();
      return part;
    } catch (error) {
      await part.#close();
      await remove(path);
      throw error;
    }
  }

  /** How many bytes are there. */
  get received(): number {
    return this.#received;
  }

  /** SHA-256 of the bytes that are there, in hexadecimal. */
  get sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  /** Adds bytes at the end. */
  async append(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length; ) {
      const rest = chunk.length - done;
      done += (await this.#handle.write(chunk, done, rest, this.#received + done)).bytesWritten;
    }
    this.#hash.update(chunk);
    this.#received += chunk.length;
  }

  /** Drops all bytes. */
  async restart(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = createHash("sha256");
    this.#received = 0;
  }

  /** The part is the whole file: flushes it to the disk, gives it its name and removes what other parts there are. */
  async publish(): Promise<void> {
    await this.#handle.sync();
    await this.#close();
    await rename(this.#path, this.#target);
    await syncFolder(dirname(this.#target));
    await removeParts(this.#target);
  }

  /**
   * The bytes are wrong: removes them, and `NAME.part`, which they may have come from. A part that another process may be
   * writing is left to it.
   */
  async discard(): Promise<void> {
    await this.#close();
    await remove(this.#path);
    await remove(`${this.#target}.part`);
  }

  /** Leaves the bytes as `NAME.part` for the next download. Does nothing after {@link publish} or {@link discard}. */
  async keep(): Promise<void> {
    if (!this.#open) return;
    await this.#close();
    if (this.#received === 0) await remove(this.#path);
    // Refused where a download that finished before us has removed all parts, ours too.
    else await unlessRefused(() => rename(this.#path, `${this.#target}.part`), undefined);
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }

  async #hashContent(): Promise<void> {
    const buffer = Buffer.allocUnsafe(64 * 1024);
    for (;;) {
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.#received);
      if (bytesRead === 0) return;
      this.#hash.update(buffer.subarray(0, bytesRead));
      this.#received += bytesRead;
    }
  }
}

/** A clone where the file system can, so that a large part costs neither time nor space. False if it has gone. */
function copyPart(from: string, to: string): Promise<boolean> {
  const mode = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE;
  return unlessRefused(() => copyFile(from, to, mode).then(() => true), false);
}

async function longestPart(target: string, maxBytes: number): Promise<string | undefined> {
  let longest: string | undefined;
  let length = 0;
  for (const path of await parts(target)) {
    const about = await unlessRefused(() => lstat(path), undefined);
    if (!about?.isFile() || about.size > maxBytes || about.size <= length) continue;
    longest = path;
    length = about.size;
  }
  return longest;
}

async function removeParts(target: string): Promise<void> {
  for (const path of await parts(target)) await remove(path);
}

async function remove(path: string): Promise<void> {
  await unlessRefused(() => rm(path, { force: true }), undefined);
}

async function parts(target: string): Promise<string[]> {
  const folder = dirname(target);
  const name = basename(target);
  const names = await unlessRefused(() => readdir(folder), []);
  return names.filter((other) => isPart(other, name)).map((other) => join(folder, other));
}

function isPart(name: string, whole: string): boolean {
  return name.startsWith(whole) && /^(\.[0-9a-f-]{36})?\.part$/.test(name.slice(whole.length));
}
