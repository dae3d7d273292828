import { Command } from "commander";
import { wholeNumber } from "./count.js";

/** What every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly seed: number;
  readonly quiet?: boolean;
}

/**
 * What a command that lists, and holds other commands, does by itself.
 *
 * @param list called where no other command was named; any other word is refused with the nearest one
 */
export function lists(group: Command, list: (flags: CommonOptions) => Promise<void>): Command {
  return group.action(async (flags: CommonOptions) => {
    const [word] = group.args;
    if (word === undefined) return await list(flags);
    const { entryNamed } = await import("@zerolm/core");
    const named = (name: string): string => `${group.name()} ${name}`;
    const known = Object.fromEntries(group.commands.map((command) => [named(command.name()), command]));
    entryNamed(known, named(word), "command");
  });
}

/** A command with the options that all commands share. */
export function command(name: string, summary: string): Command {
  return new Command(name)
    .summary(summary)
    .description(summary)
    .option("--json", "print one JSON document and nothing else")
    .option("--seed <number>", "seed of everything that is random", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--quiet", "no notes and no progress on standard error");
}
