import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { benchmarksCommand } from "./commands/benchmarks.command.js";
import { calibrateCommand } from "./commands/calibrate.command.js";
import { evaluateCommand } from "./commands/evaluate.command.js";
import { inspectCommand } from "./commands/inspect.command.js";
import { proxiesCommand } from "./commands/proxies.command.js";
import { pruneCommand } from "./commands/prune.command.js";
import { rankCommand } from "./commands/rank.command.js";
import { searchCommand } from "./commands/search.command.js";
import { spacesCommand } from "./commands/spaces.command.js";
import { suggestCommand } from "./commands/suggest.command.js";

const exitDone = 0;
const exitFailed = 1;
const exitUsage = 2;

/** The whole command line. Commands load what they need when they run, so that help is quick. */
export function program(): Command {
  const root = new Command("zerolm")
    .description("Rank and search Transformer architectures without training one.")
    .version(version)
    .showHelpAfterError("See zerolm --help.")
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "zerolm: ")) });
  const commands = [
    rankCommand(),
    searchCommand(),
    evaluateCommand(),
    calibrateCommand(),
    suggestCommand(),
    inspectCommand(),
    pruneCommand(),
    spacesCommand(),
    proxiesCommand(),
    benchmarksCommand(),
  ];
  for (const command of commands) root.addCommand(command);
  inheritSettings(root, root, root.name());
  return root;
}

/** `addCommand` copies nothing, and sub-commands may be nested. */
function inheritSettings(command: Command, root: Command, name: string): void {
  for (const inner of command.commands) {
    const innerName = `${name} ${inner.name()}`;
    inner.copyInheritedSettings(root).showHelpAfterError(`See ${innerName} --help.`);
    // A command that holds others refuses an unknown word itself, and names the nearest one.
    inner.allowExcessArguments(inner.commands.length > 0);
    inheritSettings(inner, root, innerName);
  }
  command.exitOverride();
}

/**
 * Runs a command line.
 *
 * @param words without node and script
 * @returns the exit code: 0 done, 1 the work failed, 2 wrong usage
 */
export async function run(words: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(words, { from: "user" });
    return exitDone;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitDone : exitUsage;
    return await report(error);
  }
}

/** Says what went wrong; never a stack trace, unless ZEROLM_DEBUG asks for it. */
async function report(error: unknown): Promise<number> {
  const [{ InputError, UsageError, ZerolmError }, { printableLines }] = await Promise.all([
    import("@zerolm/core"),
    import("./output/text.js"),
  ]);
  if (process.env.ZEROLM_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  if (!(error instanceof ZerolmError)) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `zerolm: a defect of zerolm: ${message}\nSet ZEROLM_DEBUG=1 for where, and please report it.\n`,
    );
    return exitFailed;
  }
  // A message quotes keys and values of files.
  process.stderr.write(`zerolm: ${printableLines(error.describe())}\n`);
  return error instanceof UsageError || error instanceof InputError ? exitUsage : exitFailed;
}
