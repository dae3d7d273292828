import { createHash } from "node:crypto";
import type { FileDownload, PinnedFile } from "../../src/files/download-file.js";

/** Bytes without a period that a shifted or repeated copy could hide in. */
export function someBytes(count: number): Buffer {
  const blocks = Math.ceil(count / 32);
  const hash = (index: number): Buffer => createHash("sha256").update(String(index)).digest();
  return Buffer.concat(Array.from({ length: blocks }, (_, index) => hash(index))).subarray(0, count);
}

export function pin(bytes: Uint8Array): PinnedFile {
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** A download with the defaults of these tests. */
export function download(
  task: Pick<FileDownload, "address" | "target" | "pinned"> & Partial<FileDownload>,
): FileDownload {
  return {
    fetch: globalThis.fetch,
    stallMs: 20_000,
    otherWays: "Or by other means.",
    onReceived: () => undefined,
    ...task,
  };
}
