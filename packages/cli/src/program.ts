import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { command } from "./options/common.js";

const exitDone = 0;
const exitFailed = 1;
const exitUsage = 2;

interface Entry {
  readonly summary: string;
  /** Loads what adds the arguments, options and action to a command that has only what all have in common. */
  readonly load: () => Promise<(command: Command) => Command>;
}

/** Every command; a new one is one file beside the others and one row here. */
const commands: Readonly<Record<string, Entry>> = {
  rank: {
    summary: "score and order architectures",
    load: async () => (await import("./commands/rank.command.js")).rankCommand,
  },
  search: {
    summary: "find the best architectures of a space under budgets",
    load: async () => (await import("./commands/search.command.js")).searchCommand,
  },
  evaluate: {
    summary: "how well proxies rank benchmarks of trained networks",
    load: async () => (await import("./commands/evaluate.command.js")).evaluateCommand,
  },
  calibrate: {
    summary: "choose alpha or learn a ranking, from a few labels or none",
    load: async () => (await import("./commands/calibrate.command.js")).calibrateCommand,
  },
  suggest: {
    summary: "the architectures of a space most worth training next",
    load: async () => (await import("./commands/suggest.command.js")).suggestCommand,
  },
  inspect: {
    summary: "what an architecture or a trained checkpoint consists of, and its capacity",
    load: async () => (await import("./commands/inspect.command.js")).inspectCommand,
  },
  prune: {
    summary: "cut a trained checkpoint down to a budget, without data",
    load: async () => (await import("./commands/prune.command.js")).pruneCommand,
  },
  spaces: {
    summary: "list the built-in spaces",
    load: async () => (await import("./commands/spaces.command.js")).spacesCommand,
  },
  proxies: {
    summary: "list the proxies",
    load: async () => (await import("./commands/proxies.command.js")).proxiesCommand,
  },
  benchmarks: {
    summary: "list the benchmarks of trained networks",
    load: async () => (await import("./commands/benchmarks.command.js")).benchmarksCommand,
  },
};

/**
 * The command line. A command that is not named is only listed: nine commands in ten and their options are left out of every start.
 *
 * @param words what was typed; without it every command is there whole
 */
export async function program(words?: readonly string[]): Promise<Command> {
  const root = new Command("zerolm")
    .description("Rank and search Transformer architectures without training one.")
    .version(version)
    .showHelpAfterError("See zerolm --help.")
    .configureHelp({ subcommandTerm: (inner) => inner.name() })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "zerolm: ")) });
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const named = words === undefined || words.includes(name);
    root.addCommand(named ? (await load())(command(name, summary)) : new Command(name).summary(summary));
  }
  inheritSettings(root, root, root.name());
  return root;
}

/** `addCommand` copies nothing, and sub-commands may be nested. */
function inheritSettings(outer: Command, root: Command, name: string): void {
  for (const inner of outer.commands) {
    const innerName = `${name} ${inner.name()}`;
    inner.copyInheritedSettings(root).showHelpAfterError(`See ${innerName} --help.`);
    // A command that holds others refuses an unknown word itself, and names the nearest one.
    inner.allowExcessArguments(inner.commands.length > 0);
    inheritSettings(inner, root, innerName);
  }
  outer.exitOverride();
}

/**
 * Runs a command line.
 *
 * @param words without node and script
 * @returns the exit code: 0 done, 1 the work failed, 2 wrong usage
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
