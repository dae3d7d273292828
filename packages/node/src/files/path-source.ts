import { type FileHandle, open } from "node:fs/promises";
import { type ByteSource, checkRange } from "@zerolm/checkpoint";
import { InputError } from "@zerolm/core";
import { errorCode, errorText } from "./system-error.js";

/** A file as a source; `path` lets workers open it for themselves. */
export interface PathSource extends ByteSource {
  readonly path: string;
}

/**
 * Opens a file for reading piece by piece.
 *
 * @param name what messages call it. Default: the path.
 * @throws {InputError} where there is no such file, or it may not be read
 * @example
 * const { tensors, close } = await openSafetensors(await pathSource("model.safetensors"));
 */
export async function pathSource(path: string, name = path): Promise<PathSource> {
  const { handle, size } = await opened(path, name);
  return {
    name,
    path,
    size,
    read: async (start, end) => {
      checkRange(name, size, start, end);
      const bytes = new Uint8Array(end - start);
      await readWhole(handle, bytes, start, name);
      return bytes;
    },
    close: () => handle.close(),
  };
}

async function opened(path: string, name: string): Promise<{ handle: FileHandle; size: number }> {
  try {
    const handle = await open(path, "r");
    const about = await handle.stat();
    if (about.isFile()) return { handle, size: about.size };
    await handle.close();
    throw new InputError("is no file; give a safetensors file or a folder that holds one", { file: name });
  } catch (error) {
    throw readFailure(name, error);
  }
}

/** The system may give less than it is asked for, and the file may have shrunk since it was opened. */
async function readWhole(handle: FileHandle, bytes: Uint8Array, start: number, name: string): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw new InputError("became shorter while it was read", { file: name });
    done += bytesRead;
  }
}

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file; check the path",
  ENOTDIR: "a part of the path is a file and not a folder; check the path",
  EACCES: "you may not read it; change its permissions",
  EPERM: "you may not read it; change its permissions",
  EISDIR: "is a folder; give a file",
};

/** The error for a person when `file` could not be read. Anything but a refusal of the operating system passes as it is. */
export function readFailure(file: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  return new InputError(readFailures[code] ?? `cannot be read: ${errorText(error)} (${code})`, { file });
}
