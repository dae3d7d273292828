import type { Command } from "commander";
import { type CommonOptions, command } from "../options/common.js";
import { wholeNumber } from "../options/count.js";

/** What `zerolm inspect` takes. */
export interface InspectFlags extends CommonOptions {
  readonly sequence?: number;
  readonly matrices?: boolean;
}

export function inspectCommand(): Command {
  return command("inspect", "matrices, parameters, FLOPs and capacity of one architecture")
    .argument(
      "<file>",
      "HF config.json, zerolm YAML or JSON, a folder that holds a config.json, or - for standard input",
    )
    .option("--sequence <tokens>", "tokens in a sequence, for FLOPs (default: 512)", wholeNumber(1, 2 ** 24))
    .option("--matrices", "list every matrix")
    .action(async (file: string, flags: InspectFlags) => {
      const { inspect } = await import("./inspect.js");
      await inspect(file, flags);
    });
}
