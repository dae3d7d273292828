import type { Command } from "commander";
import { wholeNumber } from "../../options/count.js";
import type { InspectFlags } from "./inspect.flags.js";

export function inspectCommand(inspect: Command): Command {
  return inspect
    .argument(
      "<file>",
      "a checkpoint: a folder with safetensors, or a .safetensors file; or an architecture: HF config.json, zerolm YAML or JSON, a folder that holds a config.json, or - for standard input",
    )
    .option("--sequence <tokens>", "tokens in a sequence, for FLOPs (default: 512)", wholeNumber(1, 2 ** 24))
    .option("--matrices", "list every matrix")
    .option("--lora <folder>", "of a checkpoint: with a LoRA adapter in it, as PEFT saves it")
    .option("--log-det", "of a checkpoint: ln det(I + WᵀW) even where it takes long")
    .option("--spectrum", "of a checkpoint: singular values even where they take very long")
    .option("--plot <file>", "of a checkpoint: a heat map of all matrices, .svg or .png")
    .action(async (file: string, flags: InspectFlags) => {
      const { isCheckpoint } = await import("../../checkpoint/is-checkpoint.js");
      if (await isCheckpoint(file)) {
        const { inspectCheckpoint } = await import("./inspect-checkpoint.js");
        await inspectCheckpoint(file, flags);
      } else {
        const { inspect } = await import("./inspect.js");
        await inspect(file, flags);
      }
    });
}
