import { type Command, InvalidArgumentError, Option } from "commander";
import { withBudgetOptions } from "../../options/budget-options.js";
import { wholeNumber } from "../../options/count.js";
import { type OwnOptions, withProxyOptions } from "../../options/proxy.js";
import { methods, type SearchFlags } from "./search.flags.js";

export function searchCommand(base: Command, own?: OwnOptions): Command {
  const described = base
    .argument("<space>", "a built-in space, see `zerolm spaces`, a YAML file, or - for standard input")
    .option(
      "--proxy <name>",
      "what to maximise, see `zerolm proxies`; or a file: a predictor, or your own proxy (.mjs)",
      "zerolm",
    )
    .option("--minimize", "look for the least of it, as --proxy kvBytes --min-params 25M");
  const search = withBudgetOptions(described)
    .option("--top <number>", "how many of the best to show", wholeNumber(1, 10_000), 10)
    .option("--pareto", "also the Pareto front of score against the budget")
    .option("--layers-equal", "only architectures whose layers are equal, as most configs need it")
    .addOption(new Option("--method <name>", "how to search").choices(methods).default("auto"))
    .option(
      "--evaluations <count>",
      "architectures that a heuristic looks at (default: 100k, or no limit with --seconds)",
      wholeNumber(1),
    )
    .option("--seconds <number>", "time that a heuristic, exact or milp takes", parseSeconds)
    .option("--state <file>", "goes on with a heuristic search from this file, and keeps it there, .json")
    .option("--plot <file>", "draw score against parameters, .svg or .png")
    .option("--report <file>", "write picture, best and front as one .html that needs no network")
    .option("--out <file>", "write the best architecture: .yaml, .json, or config.json for Hugging Face");
  return withProxyOptions(search, { alpha: { words: ["label-free"], default: "label-free" } }, own).action(
    async (space: string, flags: SearchFlags) => {
      const { search } = await import("./search.js");
      await search(space, flags);
    },
  );
}

function parseSeconds(text: string): number {
  const seconds = Number(text.trim().replace(/s$/i, ""));
  if (seconds > 0 && seconds <= 1e7) return seconds;
  throw new InvalidArgumentError("Give a number above 0, such as 10 or 0.5.");
}
