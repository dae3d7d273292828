import { InputError } from "@zerolm/core";
import type { ByteSource } from "./byte-source.js";

/** How a pointer begins that Git LFS leaves where a large file was not fetched (git-lfs `docs/spec.md`). */
const beginning = "version https://git-lfs.github.com/spec/";

/** Whether the first bytes of a file may be those of a pointer, so that it is worth reading more. */
export const mayBePointer = (first: Uint8Array): boolean =>
  first.length > 0 && beginning.startsWith(new TextDecoder().decode(first));

/**
 * Refuses a file of which only the pointer is there: a clone without Git LFS holds such instead of weights and tokenizers.
 *
 * @throws {InputError} that says how to fetch the file
 */
export async function requireContent(source: ByteSource): Promise<void> {
  if (source.size < beginning.length) return;
  const first = await source.read(0, beginning.length);
  if (beginning !== new TextDecoder().decode(first)) return;
  throw new InputError("is a Git LFS pointer and not the file itself. Fetch it with git lfs pull.", {
    file: source.name,
  });
}
