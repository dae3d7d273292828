import { Option } from "@commander-js/extra-typings";
import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";

const withOptions = (measure: BaseCommand) =>
  measure
    .argument(
      "<files...>",
      "HF config.json, zerolm YAML or JSON, folders that hold a config.json, known models, or the JSON of a search, of which the front is measured",
    )
    .option("--proxy <name>", "the score beside the latency (default: shape)")
    .option("--plot <file>", "score against latency, .svg or .png")
    .optionsGroup("What is timed:")
    .option("--tokens <number>", "tokens of a text", wholeNumber(1, 2 ** 17), 128)
    .option(
      "--cache <tokens>",
      "tokens in the cache while one more is computed",
      wholeNumber(0, 2 ** 17),
      256,
    )
    .option("--batch <sequences>", "sequences at a time", wholeNumber(1, 2 ** 10), 1)
    .option("--threads <number>", "threads of a run", wholeNumber(1, 256), 1)
    .option("--rounds <number>", "how often each pass is timed", wholeNumber(5, 10_000), 24)
    .addOption(
      new Option(
        "--runtime <name>",
        "what runs the networks (default: native, or wasm if only that is installed)",
      ).choices(["native", "wasm"]),
    );

export const measureCommand = (measure: BaseCommand) => withOptions(measure).action(measured);

type MeasureFlags = ReturnType<ReturnType<typeof withOptions>["opts"]>;

async function measured(files: string[], { json, quiet, plot, ...flags }: MeasureFlags): Promise<void> {
  const [{ runCommand }, { note }, { measurePlot, views }, draw] = await Promise.all([
    import("../../terminal/run-command.js"),
    import("../../terminal/output.js"),
    import("@zerolm/view"),
    import("@zerolm/node/plot"),
  ]);
  if (plot !== undefined) draw.checkPlotPath(plot);
  const terminal = { json, quiet };
  await runCommand("measure", { files, ...flags }, terminal, views.measure, async (outcome) => {
    if (plot === undefined) return;
    await draw.writePlot(plot, measurePlot(outcome));
    note(terminal, `Drew scores and latencies in ${plot}`);
  });
}
