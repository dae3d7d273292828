import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";

const withOptions = (inspect: BaseCommand) =>
  inspect
    .argument(
      "<file>",
      "a checkpoint (a folder with safetensors, or a .safetensors file) or an architecture (HF config.json, zerolm YAML or JSON, a folder that holds a config.json, or - for standard input)",
    )
    .option("--matrices", "list every matrix")
    .option(
      "--context <tokens>",
      "for an architecture: another context length in the memory table. With --text: tokens in a window (default: 1024, or the maximum of the model)",
      wholeNumber(1, 2 ** 24),
    )
    .optionsGroup("For an architecture:")
    .option(
      "--sequence <tokens>",
      "tokens in a sequence of text, for FLOPs (default: 512)",
      wholeNumber(1, 2 ** 24),
    )
    .option(
      "--batch <sequences>",
      "number of sequences in the KV cache, for memory (default: 1)",
      wholeNumber(1, 2 ** 16),
    )
    .optionsGroup("For a checkpoint:")
    .option("--lora <folder>", "a LoRA adapter to merge first, as PEFT saves it")
    .option("--log-det", "compute ln det(I + WᵀW) even if it is slow")
    .option("--spectrum", "compute singular values even if it is very slow")
    .option("--plot <file>", "draw a heat map of all matrices, .svg or .png")
    .optionsGroup("Loss of a checkpoint on a text:")
    .option(
      "--text <file>",
      "measure losses per byte and per token, and perplexity, on this text (- for standard input)",
    )
    .option(
      "--windows <number>",
      "number of windows to use, from the start of the text (default: all)",
      wholeNumber(1, 2 ** 31),
    )
    .option(
      "--draws <number>",
      "number of random maskings of each window, for encoders (default: 4)",
      wholeNumber(1, 1024),
    );

export const inspectCommand = (inspect: BaseCommand) => withOptions(inspect).action(inspected);

type InspectFlags = ReturnType<ReturnType<typeof withOptions>["opts"]>;

async function inspected(path: string, flags: InspectFlags): Promise<void> {
  const [{ isCheckpoint }, { nodeHost }] = await Promise.all([
    import("@zerolm/tasks"),
    import("@zerolm/node"),
  ]);
  const isTrained = await isCheckpoint(path, nodeHost());
  await (isTrained ? (flags.text === undefined ? ofCheckpoint : ofText) : ofArchitecture)(path, flags);
}

async function ofArchitecture(file: string, flags: InspectFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { inspectView }] = await Promise.all([
    import("@zerolm/core"),
    import("../../terminal/run-command.js"),
    import("@zerolm/view"),
  ]);
  const { sequence, context, batch, lora, logDet, spectrum, plot, text, windows, draws } = flags;
  if ((logDet ?? spectrum ?? plot ?? lora ?? text ?? windows ?? draws) !== undefined)
    throw new UsageError(
      "--spectrum, --log-det, --lora, --plot, --text, --windows and --draws are for trained checkpoints, but this is an architecture",
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
  const ofTexts = (["windows", "draws"] as const).find((key) => flags[key] !== undefined);
  if (plot !== undefined) draw.checkPlotPath(plot);
  if (ofArchitectures !== undefined)
    throw new UsageError(`--${ofArchitectures} is for architectures, but this is a checkpoint`);
  if (ofTexts !== undefined) throw new UsageError(`--${ofTexts} needs --text`);
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

async function ofText(checkpoint: string, flags: InspectFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { inspectTextView }] = await Promise.all([
    import("@zerolm/core"),
    import("../../terminal/run-command.js"),
    import("@zerolm/view"),
  ]);
  const { lora, text = "", context, windows, draws, seed } = flags;
  const other = otherFlags.find(([key]) => flags[key] !== undefined);
  if (other)
    throw new UsageError(`${other[1]} cannot be combined with --text, which runs the network instead`);
  await runCommand(
    "inspect text",
    { checkpoint, lora, text, context, windows, draws, seed },
    flags,
    inspectTextView,
  );
}

/** What says something else of a checkpoint or an architecture. */
const otherFlags = [
  ["sequence", "--sequence"],
  ["batch", "--batch"],
  ["logDet", "--log-det"],
  ["spectrum", "--spectrum"],
  ["matrices", "--matrices"],
  ["plot", "--plot"],
] as const;
