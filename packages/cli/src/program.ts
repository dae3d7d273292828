import { Command, CommanderError, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { version } from "../package.json";
import { commands } from "./command-table.js";
import { command } from "./options/common.js";
import { modulesIn } from "./options/own-words.js";
import type { OwnOptions } from "./options/proxy.js";
import { acceptOldFlags } from "./options/renamed-flags.js";
import { description, rootHelp } from "./root-help.js";

const exitDone = 0;
const exitFailed = 1;
const exitUsage = 2;
const exitInterrupted = 130;

/**
 * The command line. A command that is not named is only listed: nine commands in ten and their options are left out of every start.
 *
 * @param words what was typed; without it every command is there whole
 */
export async function program(words?: readonly string[]): Promise<Command> {
  const root = new Command("zerolm")
    .description(description)
    .version(version)
    .showHelpAfterError("See zerolm --help.")
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "zerolm: ")) });
  const own = await ownOptionsIn(words ?? []);
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const named = words === undefined || words.includes(name);
    root.addCommand(named ? (await load())(command(name, summary), own) : new Command(name).summary(summary));
  }
  inheritSettings(root, root, root.name());
  root.helpInformation = rootHelp;
  return root;
}

/** Proxies of the user's own have flags of their own, which help shows too. */
async function ownOptionsIn(words: readonly string[]): Promise<OwnOptions | undefined> {
  const paths = modulesIn(words);
  return paths.length === 0 ? undefined : (await import("./options/own-proxies.js")).ownOptions(paths);
}

/** Settings of the root and old names of options; `addCommand` copies nothing, and sub-commands may be nested. */
function inheritSettings(outer: CommandUnknownOpts, root: CommandUnknownOpts, name: string): void {
  for (const inner of outer.commands) {
    const innerName = `${name} ${inner.name()}`;
    inner.copyInheritedSettings(root).showHelpAfterError(`See ${innerName} --help.`);
    // A command that holds others refuses an unknown word itself, and names the nearest one.
    inner.allowExcessArguments(inner.commands.length > 0);
    acceptOldFlags(inner);
    inheritSettings(inner, root, innerName);
  }
  outer.exitOverride();
}

/**
 * Runs a command line.
 *
 * @param words without node and script
 * @returns the exit code: 0 done, 1 the work failed, 2 wrong usage, 130 interrupted before there was anything to print
 */
export async function run(words: readonly string[]): Promise<number> {
  try {
    await (await program(words)).parseAsync(words, { from: "user" });
    return exitDone;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitDone : exitUsage;
    return await report(error);
  }
}

/** Says what went wrong; never a stack trace, unless ZEROLM_DEBUG asks for it. */
async function report(error: unknown): Promise<number> {
  const [{ InputError, InterruptedError, UsageError, ZerolmError }, { printableLines }] = await Promise.all([
    import("@zerolm/core"),
    import("@zerolm/view"),
  ]);
  if (process.env.ZEROLM_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  if (!(error instanceof ZerolmError)) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `zerolm: internal error: ${message}\nSet ZEROLM_DEBUG=1 to see where, and please report it.\n`,
    );
    return exitFailed;
  }
  // A message quotes keys and values of files.
  process.stderr.write(`zerolm: ${printableLines(error.describe())}\n`);
  if (error instanceof InterruptedError) return exitInterrupted;
  return error instanceof UsageError || error instanceof InputError ? exitUsage : exitFailed;
}
