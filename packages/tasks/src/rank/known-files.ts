import { nearestKnown } from "@zerolm/core";
import type { ArchitectureFile } from "../architecture/read-architectures.js";

/** How many known models each architecture brings. */
const perArchitecture = 3;

/** An architecture to rank, and whether it is a known model rather than one that was given. */
export interface RankedFile extends ArchitectureFile {
  readonly known?: boolean | undefined;
}

/**
 * The known models of the same kind that are nearest in size to some architectures, each once.
 *
 * @example
 * knownFiles(files).map(({ path }) => path); // ["smollm2-135m", "mobilellm-125m", "gpt2"]
 */
export function knownFiles(files: readonly ArchitectureFile[]): RankedFile[] {
  const models = new Set(files.flatMap(({ architecture }) => nearestKnown(architecture, perArchitecture)));
  return [...models].flatMap(({ name, source, architecture }) =>
    architecture ? [{ file: source, path: name, architecture, known: true }] : [],
  );
}
