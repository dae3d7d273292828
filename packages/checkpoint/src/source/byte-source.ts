import { InputError } from "@zerolm/core";

/** Bytes that are read piece by piece: a file in Node (`pathSource`), a Blob in a browser, or an array. */
export interface ByteSource {
  /** What messages call it. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The bytes from `start` up to and without `end`, in an array of their own. */
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** What a stream of a source is cut into unless told otherwise. */
export const defaultChunkBytes = 1 << 20;

/**
 * A Blob or File as a source. Nothing is read before it is asked for.
 *
 * @example
 * const source = blobSource(input.files[0]);
 */
export function blobSource(blob: Blob, name = nameOf(blob)): ByteSource {
  return {
    name,
    size: blob.size,
    read: async (start, end) => {
      checkRange(name, blob.size, start, end);
      return new Uint8Array(await blob.slice(start, end).arrayBuffer());
    },
    close: async () => undefined,
  };
}

/** An array as a source. Reads are copies, so that nobody can change it. */
export function bytesSource(bytes: Uint8Array, name = "bytes"): ByteSource {
  return {
    name,
    size: bytes.length,
    read: async (start, end) => {
      checkRange(name, bytes.length, start, end);
      return bytes.slice(start, end);
    },
    close: async () => undefined,
  };
}

/**
 * The bytes from `start` to `end`, a chunk at a time. All chunks but the last have `chunkBytes`.
 *
 * @example
 * for await (const chunk of sourceChunks(source, 0, source.size)) hash.update(chunk);
 */
export async function* sourceChunks(
  source: ByteSource,
  start: number,
  end: number,
  chunkBytes = defaultChunkBytes,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += chunkBytes) yield source.read(at, Math.min(end, at + chunkBytes));
}

/** @throws {InputError} where a range does not lie in the source; nothing is allocated for it */
export function checkRange(name: string, size: number, start: number, end: number): void {
  if (start >= 0 && start <= end && end <= size) return;
  throw new InputError(`bytes ${start} to ${end} were requested, but it has ${size}. Is it cut short?`, {
    file: name,
  });
}

const nameOf = (blob: Blob): string => ("name" in blob && typeof blob.name === "string" ? blob.name : "blob");
