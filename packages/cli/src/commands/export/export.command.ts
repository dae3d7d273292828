import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { loaded } from "../../terminal/loaded.js";

export const exportCommand = (base: BaseCommand) =>
  base
    .argument(
      "<file>",
      "a checkpoint (a folder with safetensors, or a .safetensors file), or an architecture (HF config.json, zerolm YAML or JSON, a known model, or - for standard input)",
    )
    .requiredOption("-o, --out <file>", "the .onnx file to write")
    .option("--lora <folder>", "a LoRA adapter, as PEFT saves it, to be merged into the checkpoint first")
    .option(
      "--context <tokens>",
      "maximum number of tokens in a text, cache included (default: as many as the model sees, up to 4,096)",
      wholeNumber(1, 2 ** 20),
    )
    .option(
      "--tokens <number>",
      "fix the number of tokens in every text (the model then has no cache)",
      wholeNumber(1, 2 ** 16),
    )
    .option("--external", "store the weights in a file beside the model (default: above 2 GiB)")
    .action(async (file, { json, quiet, ...flags }) => {
      const { runCommand, views } = await loaded();
      await runCommand("export", { file, ...flags }, { json, quiet }, views.export);
    });
