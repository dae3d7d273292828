import type { Command } from "commander";
import type { CommonOptions } from "../../options/common.js";
import { type OwnOptions, proxyOptionsIn, withProxyOptions } from "../../options/proxy.js";

/** What `zerolm rank` takes beside options of proxies. */
interface RankFlags extends CommonOptions {
  readonly proxy?: string;
  readonly minimize?: boolean;
  readonly withKnown?: boolean;
  readonly skipUnreadable?: boolean;
}

export function rankCommand(base: Command, own?: OwnOptions): Command {
  const rank = base
    .argument(
      "<files...>",
      "HF config.json, zerolm YAML or JSON, lists or JSON lines of these, folders that hold a config.json, checkpoints, or - for standard input",
    )
    .option(
      "--proxy <name>",
      "what to rank by, see `zerolm proxies`; or a file: a predictor, your own proxy (.mjs) or scores (.csv, .jsonl) (default: shape, or zerolm for checkpoints alone)",
    )
    .option("--minimize", "lowest score first, for example with --proxy kvBytes")
    .option("--with-known", "also rank the known models of the same kind that are nearest in size")
    .option("--skip-unreadable", "rank the other files if some cannot be read");
  return withProxyOptions(
    rank,
    { alpha: { words: ["label-free"] }, weights: { words: ["real"] } },
    own,
  ).action((files: string[], flags: RankFlags) => ranked(files, flags, own));
}

async function ranked(files: string[], flags: RankFlags, own: OwnOptions | undefined): Promise<void> {
  const [{ runCommand }, { note }, { rankNotes, views }] = await Promise.all([
    import("../../terminal/run-command.js"),
    import("../../terminal/output.js"),
    import("@zerolm/view"),
  ]);
  const { proxy, minimize, withKnown, skipUnreadable, seed } = flags;
  const request = {
    files,
    proxy,
    minimize,
    withKnown,
    skipUnreadable,
    seed,
    options: proxyOptionsIn(flags, own),
  };
  await runCommand("rank", request, flags, views.rank, (outcome) => {
    for (const line of rankNotes(outcome)) note(flags, line);
  });
}
