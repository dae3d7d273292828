import { Option } from "@commander-js/extra-typings";
import type { BaseCommand } from "../../options/common.js";
import { parseCount, wholeNumber } from "../../options/count.js";

const withOptions = (measure: BaseCommand) =>
  measure
    .argument(
      "<files...>",
      "HF config.json, zerolm YAML or JSON, folders that hold a config.json, known models, the JSON of a search, of which the front is measured, or with --device-table a space",
    )
    .option("--proxy <name>", "score to show with the latency (default: shape)")
    .option("--plot <file>", "score against latency, .svg or .png")
    .optionsGroup("A table for searches:")
    .option(
      "--device-table <file>",
      "fit a latency table to networks of a space, test it on others, and write it (.json)",
    )
    .option("--max-params <count>", "maximum size of the measured networks, for example 60M", parseCount)
    .option("--learn <number>", "number of networks to fit the table to (default: 40)", wholeNumber(10, 1000))
    .option("--check <number>", "number of networks to test the table on (default: 30)", wholeNumber(9, 1000))
    .optionsGroup("What to time:")
    .option("--tokens <number>", "tokens of a text", wholeNumber(1, 2 ** 17), 128)
    .option("--cache <tokens>", "tokens in the cache when one more is computed", wholeNumber(0, 2 ** 17), 256)
    .option("--batch <sequences>", "number of sequences at a time", wholeNumber(1, 2 ** 10), 1)
    .option("--threads <number>", "number of threads", wholeNumber(1, 256), 1)
    .option("--rounds <number>", "number of timings of each pass", wholeNumber(5, 10_000), 24)
    .addOption(
      new Option(
        "--runtime <name>",
        "runtime of the networks (default: native, or wasm if only that is installed)",
      ).choices(["native", "wasm"]),
    );

export const measureCommand = (measure: BaseCommand) => withOptions(measure).action(measured);

type MeasureFlags = ReturnType<ReturnType<typeof withOptions>["opts"]>;

async function measured(files: string[], flags: MeasureFlags): Promise<void> {
  await (flags.deviceTable === undefined ? ofFiles(files, flags) : ofSpace(files, flags));
}

/** Flags that concern files alone, and those that concern spaces alone. */
const ofOneKind = { files: ["proxy", "plot"], space: ["maxParams", "learn", "check"] } as const;

async function refuse(
  keys: readonly (keyof MeasureFlags)[],
  flags: MeasureFlags,
  why: string,
): Promise<void> {
  const [{ UsageError }, { flagOf }] = await Promise.all([
    import("@zerolm/core"),
    import("../../options/proxy-option.js"),
  ]);
  const idle = keys.find((key) => flags[key] !== undefined);
  if (idle !== undefined) throw new UsageError(`${flagOf(idle)} ${why}`);
}

async function ofSpace(words: readonly string[], flags: MeasureFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { views }] = await Promise.all([
    import("@zerolm/core"),
    import("../../terminal/run-command.js"),
    import("@zerolm/view"),
  ]);
  await refuse(ofOneKind.files, flags, "is for files, and --device-table measures a space");
  const [space = "", ...others] = words;
  if (others.length > 0) throw new UsageError("--device-table takes one space");
  const {
    json,
    quiet,
    deviceTable: out = "",
    maxParams: maxParameters,
    proxy: _,
    plot: _plot,
    ...timing
  } = flags;
  const request = { space, out, maxParameters, ...timing };
  await runCommand("measure space", request, { json, quiet }, views["measure space"]);
}

async function ofFiles(files: string[], flags: MeasureFlags): Promise<void> {
  await refuse(ofOneKind.space, flags, "needs --device-table");
  const {
    json,
    quiet,
    plot,
    deviceTable: _,
    maxParams: _max,
    learn: _learn,
    check: _check,
    ...timing
  } = flags;
  const [{ runCommand }, { note }, { measurePlot, views }, draw] = await Promise.all([
    import("../../terminal/run-command.js"),
    import("../../terminal/output.js"),
    import("@zerolm/view"),
    import("@zerolm/node/plot"),
  ]);
  if (plot !== undefined) draw.checkPlotPath(plot);
  const terminal = { json, quiet };
  await runCommand("measure", { files, ...timing }, terminal, views.measure, async (outcome) => {
    if (plot === undefined) return;
    await draw.writePlot(plot, measurePlot(outcome));
    note(terminal, `Drew scores and latencies in ${plot}`);
  });
}
