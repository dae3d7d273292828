import { WorkError } from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { bytesText } from "../numbers.js";
import type { ClosingProbe } from "./probe.js";

/**
 * A probe that refuses a network which does not fit in the memory that is free, before anything is allocated for it.
 *
 * @param memoryOf an estimate of the bytes that a network takes for a request
 */
export const fittingProbe = (
  probe: ClosingProbe,
  memoryOf: (...asked: Parameters<ClosingProbe["run"]>) => number,
  host: Pick<TaskHost, "memory">,
): ClosingProbe => ({
  ...probe,
  async run(...asked) {
    const [needed, free] = [memoryOf(...asked), host.memory?.() ?? Number.POSITIVE_INFINITY];
    if (needed <= free) return await probe.run(...asked);
    throw new WorkError(
      `running the network takes about ${bytesText(needed)} of memory, but only ${bytesText(free)} are free. Free memory, or use a smaller architecture or fewer tokens.`,
    );
  },
});
