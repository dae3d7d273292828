import { type FileHandle, open, stat } from "node:fs/promises";
import { type ByteSource, checkRange } from "@zerolm/checkpoint";
import { InputError } from "@zerolm/core";
import { changed, type FileVersion, sameVersion, shrunk } from "./file-version.js";
import { errorCode, errorText } from "./system-error.js";

/** A file as a source; `path` lets workers open it for themselves. */
export interface PathSource extends ByteSource {
  readonly path: string;
  /** The file as it was opened. */
  readonly version: FileVersion;
}

/**
 * Opens a file for reading piece by piece.
 *
 * @param name what messages call it. Default: the path.
 * @throws {InputError} where there is no such file, it may not be read, or it is a pipe or a device
 * @example
 * const { tensors, close } = await openSafetensors(await pathSource("model.safetensors"));
 */
export async function pathSource(path: string, name = path): Promise<PathSource> {
  const { handle, version } = await opened(path, name);
  const { size } = version;
  return {
    name,
    path,
    version,
    size,
    read: async (start, end) => {
      checkRange(name, size, start, end);
      const bytes = new Uint8Array(end - start);
      await readWhole(handle, bytes, start, name);
      if (!sameVersion(await handle.stat(), version)) throw new InputError(changed, { file: name });
      return bytes;
    },
    close: () => handle.close(),
  };
}

async function opened(path: string, name: string): Promise<{ handle: FileHandle; version: FileVersion }> {
  try {
    // Asked before it is opened: opening a pipe waits for a writer.
    if (!(await stat(path)).isFile())
      throw new InputError("is not a regular file. Give a safetensors file or a folder that holds one.", {
        file: name,
      });
    const handle = await open(path, "r");
    const { size, mtimeMs } = await handle.stat();
    return { handle, version: { size, mtimeMs } };
  } catch (error) {
    throw readFailure(name, error);
  }
}

/** The system may give less than it is asked for, and the file may have shrunk since it was opened. */
async function readWhole(handle: FileHandle, bytes: Uint8Array, start: number, name: string): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw new InputError(shrunk, { file: name });
    done += bytesRead;
  }
}

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file. Check the path.",
  ENOTDIR: "a part of the path is a file and not a folder. Check the path.",
  EACCES: "you do not have permission to read it. Change its permissions.",
  EPERM: "you do not have permission to read it. Change its permissions.",
  EISDIR: "is a folder. Give a file.",
};

/** The error for a person when `file` could not be read. Anything but a refusal of the operating system passes as it is. */
export function readFailure(file: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  return new InputError(readFailures[code] ?? `cannot be read: ${errorText(error)} (${code})`, { file });
}
