import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { methodNames, preferredNames } from "@zerolm/tasks/words";
import { withBudgets, withoutBudgets } from "../../options/budgets.js";
import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { type OwnOptions, withoutProxyOptions, withProxyOptions } from "../../options/proxy.js";
import { parsePercent } from "../../options/share.js";
import { threadsOption } from "../../options/threads.js";

export function searchCommand(base: BaseCommand, own?: OwnOptions) {
  const what = base
    .argument("<space>", "a built-in space, see `zerolm spaces`, a YAML file, or - for standard input")
    .option(
      "--proxy <name>",
      "proxy to maximise: a name from `zerolm proxies`, or a file with a predictor (.json) or your own proxy (.mjs)",
      "shape",
    )
    .option("--minimize", "minimise the score instead, for example --proxy kvBytes --min-params 25M")
    .option(
      "--layers-equal",
      "search only architectures whose layers are all equal, which most config formats require",
    )
    .option(
      "--set <key=value>",
      "set a constant of the space, for example vocabulary=49152 (can be repeated)",
      parseConstant,
    );
  const search = withBudgets(what)
    .option(
      "--device <file>",
      "predict latencies by the table of a device, see `zerolm measure --device-table`",
    )
    .addOption(
      new Option(
        "--pass <name>",
        "pass whose latency is meant (default: decode if the table has it)",
      ).choices(["prefill", "decode"]),
    )
    .optionsGroup("Cheapest near the best:")
    .option(
      "--within <share>",
      "also find the cheapest architecture whose score is within this share of the best, for example 1%",
      parsePercent,
    )
    .option(
      "--prefer <quantity>",
      `the cost that the cheapest architecture minimises: ${preferredNames.join(", ")}`,
    )
    .optionsGroup("How to search:")
    .addOption(new Option("--method <name>", "search method").choices(methodNames).default("auto" as const))
    .option(
      "--evaluations <count>",
      "number of architectures that a heuristic method scores (default: 100k, or no limit with --seconds)",
      wholeNumber(1),
    )
    .option("--seconds <number>", "time limit of a heuristic method, of exact or of milp", parseSeconds)
    .option(
      "--state <file>",
      "file (.json) in which a heuristic search keeps its state, and from which it resumes",
    )
    .option(...threadsOption)
    .optionsGroup("Output:")
    .option(
      "--top <number>",
      "number of best shapes to show, one for each combination of macro choices",
      wholeNumber(1, 10_000),
      10,
    )
    .option(
      "--top-all <number>",
      "show this many of the best distinct scores instead, of any shape",
      wholeNumber(1, 10_000),
    )
    .option("--no-advice", "omit the advice and the known models")
    .option("--pareto", "also find the Pareto front of score against the budget")
    .option("--plot <file>", "draw score against parameters, .svg or .png")
    .option(
      "--report <file>",
      "write the picture, the best architectures and the front to one .html file that works offline",
    )
    .option("--out <file>", "write the best architecture: .yaml, .json, or config.json for Hugging Face");
  const use = { alpha: { words: ["label-free"], default: "label-free" } };
  return withProxyOptions(search, use, own).action(async (space, { json, quiet, threads, ...flags }) => {
    const [{ checkOutputs, notesOf, writeOutputs }, { runCommand }, { isConfigPath, views }] =
      await Promise.all([
        import("./search-outputs.js"),
        import("../../terminal/run-command.js"),
        import("@zerolm/view"),
      ]);
    checkOutputs(flags);
    const { plot, report, out, ...asked } = flags;
    const { options, rest } = withoutProxyOptions(asked, own);
    const { budgets, rest: request } = withoutBudgets(rest);
    const [writable, points] = [out !== undefined && isConfigPath(out), (plot ?? report) !== undefined];
    const whole = { space, ...request, options, budgets, writable, points };
    // Printed first: what took minutes to find is not lost to a file that cannot be written.
    await runCommand("search", whole, { json, quiet, threads }, views.search, async (outcome) => {
      notesOf(outcome, { ...flags, json, quiet });
      await writeOutputs(outcome, { ...flags, json, quiet });
    });
  });
}

function parseSeconds(text: string): number {
  const seconds = Number(text.trim().replace(/s$/i, ""));
  if (seconds > 0 && seconds <= 1e7) return seconds;
  throw new InvalidArgumentError("Give a number above 0, such as 10 or 0.5.");
}

/** One more constant beside those before it. */
function parseConstant(
  text: string,
  before: Readonly<Record<string, number | boolean>> = {},
): Readonly<Record<string, number | boolean>> {
  const [, name, word = ""] = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
  const value = word === "true" || word === "false" ? word === "true" : Number(word);
  if (name !== undefined && (typeof value === "boolean" || Number.isFinite(value)))
    return { ...before, [name]: value };
  throw new InvalidArgumentError("Give a name and a number, true or false, such as vocabulary=49152.");
}
