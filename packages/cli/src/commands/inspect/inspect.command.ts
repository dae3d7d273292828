import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";

const withOptions = (inspect: BaseCommand) =>
  inspect
    .argument(
      "<file>",
      "a checkpoint: a folder with safetensors, or a .safetensors file; or an architecture: HF config.json, zerolm YAML or JSON, a folder that holds a config.json, or - for standard input",
    )
    .option("--matrices", "list every matrix")
    .optionsGroup("Of an architecture:")
    .option(
      "--sequence <tokens>",
      "tokens in a sequence of text, for FLOPs (default: 512)",
      wholeNumber(1, 2 ** 24),
    )
    .option("--context <tokens>", "one more context in the table of memory", wholeNumber(1, 2 ** 24))
    .option(
      "--batch <sequences>",
      "sequences whose keys and values are held at once, for memory (default: 1)",
      wholeNumber(1, 2 ** 16),
    )
    .optionsGroup("Of a checkpoint:")
    .option("--lora <folder>", "with a LoRA adapter in it, as PEFT saves it")
    .option("--log-det", "ln det(I + WᵀW) even if it takes long")
    .option("--spectrum", "singular values even if they take very long")
    .option("--plot <file>", "a heat map of all matrices, .svg or .png");

export const inspectCommand = (inspect: BaseCommand) => withOptions(inspect).action(inspected);

type InspectFlags = ReturnType<ReturnType<typeof withOptions>["opts"]>;

async function inspected(path: string, flags: InspectFlags): Promise<void> {
  const [{ isCheckpoint }, { nodeHost }] = await Promise.all([
    import("@zerolm/tasks"),
    import("@zerolm/node"),
  ]);
  await ((await isCheckpoint(path, nodeHost())) ? ofCheckpoint : ofArchitecture)(path, flags);
}

async function ofArchitecture(file: string, flags: InspectFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { inspectView }] = await Promise.all([
    import("@zerolm/core"),
    import("../../terminal/run-command.js"),
    import("@zerolm/view"),
  ]);
  const { sequence, context, batch, lora, logDet, spectrum, plot } = flags;
  if ((logDet ?? spectrum ?? plot ?? lora) !== undefined)
    throw new UsageError(
      "--spectrum, --log-det, --lora and --plot are for trained checkpoints, and this is an architecture",
    );
  await runCommand("inspect", { file, sequence, context, batch }, flags, (outcome) =>
    inspectView(outcome, flags),
  );
}

async function ofCheckpoint(checkpoint: string, flags: InspectFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { capacityHeatMap, inspectCheckpointView }, draw, { note }] =
    await Promise.all([
      import("@zerolm/core"),
      import("../../terminal/run-command.js"),
      import("@zerolm/view"),
      import("@zerolm/node/plot"),
      import("../../terminal/output.js"),
    ]);
  const { lora, logDet, spectrum, plot } = flags;
  const ofArchitectures = (["sequence", "context", "batch"] as const).find((key) => flags[key] !== undefined);
  if (plot !== undefined) draw.checkPlotPath(plot);
  if (ofArchitectures !== undefined)
    throw new UsageError(`--${ofArchitectures} is for architectures, and this is a checkpoint`);
  await runCommand(
    "inspect checkpoint",
    { checkpoint, lora, logDet, spectrum },
    flags,
    (outcome) => inspectCheckpointView(outcome, flags),
    async (outcome) => {
      if (plot === undefined) return;
      await draw.writePlot(plot, capacityHeatMap(outcome));
      note(flags, `Drew all matrices by layer in ${plot}`);
    },
  );
}
