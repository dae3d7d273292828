import type { BaseCommand } from "../../options/common.js";
import { type OwnOptions, withoutProxyOptions, withProxyOptions } from "../../options/proxy.js";
import { threadsOption } from "../../options/threads.js";

export function rankCommand(base: BaseCommand, own?: OwnOptions) {
  const rank = base
    .argument(
      "<files...>",
      "HF config.json, zerolm YAML or JSON, lists or JSON lines of these, folders that hold a config.json, checkpoints, or - for standard input",
    )
    .option(
      "--proxy <name>",
      "proxy to rank by: a name from `zerolm proxies`, or a file with a predictor (.json), your own proxy (.mjs) or scores (.csv, .jsonl) (default: shape, or zerolm if every file is a checkpoint)",
    )
    .option(
      "--text <file>",
      "run checkpoints over this text with their own weights, for data-driven proxies; - for standard input (default: networks before training, random tokens)",
    )
    .option("--minimize", "put the lowest score first, for example with --proxy kvBytes")
    .option("--with-known", "also rank the known models of the same kind and of similar size")
    .option("--skip-unreadable", "rank the remaining files if some cannot be read")
    .option(...threadsOption);
  const use = { alpha: { words: ["label-free"] }, weights: { words: ["real"] } };
  return withProxyOptions(rank, use, own).action(async (files, { json, quiet, threads, ...flags }) => {
    const [{ runCommand }, { note }, { rankNotes, views }] = await Promise.all([
      import("../../terminal/run-command.js"),
      import("../../terminal/output.js"),
      import("@zerolm/view"),
    ]);
    const { options, rest } = withoutProxyOptions(flags, own);
    await runCommand("rank", { files, ...rest, options }, { json, quiet, threads }, views.rank, (outcome) => {
      for (const line of rankNotes(outcome)) note({ json, quiet }, line);
    });
  });
}
