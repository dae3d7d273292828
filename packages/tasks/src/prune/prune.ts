import { task } from "../task.js";
import { pruneOutcome } from "./prune-outcome.js";
import { pruneRequest } from "./prune-request.js";

/**
 * Decides what of a checkpoint stays within a budget, and writes it.
 *
 * @example
 * const { size, kept } = await run("prune", { checkpoint: "tiny-llama", keep: 0.8 }, host); // a plan; with `out` it is written
 */
export const prune = task({
  name: "prune",
  request: pruneRequest,
  outcome: pruneOutcome,
  // The library of checkpoints is loaded when it is used.
  run: async (request, host) => (await import("./prune-checkpoint.js")).pruneCheckpoint(request, host),
});
