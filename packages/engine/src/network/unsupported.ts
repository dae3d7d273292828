import { WorkError } from "@zerolm/core";

/** A part of architectures that cannot be run, and why. */
export interface Unsupported {
  readonly kind: string;
  /** As the end of a sentence: "needs a recurrence over tokens …". */
  readonly reason: string;
}

/** @throws {WorkError} that names the part and the reason */
export function refusePart({ kind, reason }: Unsupported): never {
  throw new WorkError(`a network with ${kind} cannot be run: it ${reason}`);
}
