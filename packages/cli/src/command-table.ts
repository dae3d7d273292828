import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { BaseCommand } from "./options/common.js";
import type { OwnOptions } from "./options/proxy.js";

interface Entry {
  readonly summary: string;
  /**
   * Loads what adds the arguments, options and action to a command that has only what all have in common, and the options of the user's
   * own proxies to one that takes proxies.
   */
  readonly load: () => Promise<(command: BaseCommand, own: OwnOptions | undefined) => CommandUnknownOpts>;
}

/** Every command; a new one is a folder in `commands/` and one row here. */
export const commands: Readonly<Record<string, Entry>> = {
  rank: {
    summary: "score and order architectures",
    load: async () => (await import("./commands/rank/rank.command.js")).rankCommand,
  },
  search: {
    summary: "find the best architectures of a space under budgets",
    load: async () => (await import("./commands/search/search.command.js")).searchCommand,
  },
  evaluate: {
    summary: "measure how well proxies rank trained networks",
    load: async () => (await import("./commands/evaluate/evaluate.command.js")).evaluateCommand,
  },
  calibrate: {
    summary: "choose alpha, or learn a ranking from a few labels",
    load: async () => (await import("./commands/calibrate/calibrate.command.js")).calibrateCommand,
  },
  suggest: {
    summary: "choose the architectures of a space to train next",
    load: async () => (await import("./commands/suggest/suggest.command.js")).suggestCommand,
  },
  inspect: {
    summary: "show the parts and capacity of an architecture or a checkpoint",
    load: async () => (await import("./commands/inspect/inspect.command.js")).inspectCommand,
  },
  prune: {
    summary: "cut a trained checkpoint down to a budget, without data",
    load: async () => (await import("./commands/prune/prune.command.js")).pruneCommand,
  },
  export: {
    summary: "write a network as an ONNX model",
    load: async () => (await import("./commands/export/export.command.js")).exportCommand,
  },
  measure: {
    summary: "measure how long networks take on this machine",
    load: async () => (await import("./commands/measure/measure.command.js")).measureCommand,
  },
  spaces: {
    summary: "list the built-in spaces",
    load: async () => (await import("./commands/spaces/spaces.command.js")).spacesCommand,
  },
  models: {
    summary: "list the known models",
    load: async () => (await import("./commands/models/models.command.js")).modelsCommand,
  },
  proxies: {
    summary: "list the proxies",
    load: async () => (await import("./commands/proxies/proxies.command.js")).proxiesCommand,
  },
  benchmarks: {
    summary: "list the benchmarks of trained networks",
    load: async () => (await import("./commands/benchmarks/benchmarks.command.js")).benchmarksCommand,
  },
};
