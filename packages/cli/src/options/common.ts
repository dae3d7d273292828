import { Command } from "@commander-js/extra-typings";
import { wholeNumber } from "./count.js";

/** A command with the options that all commands share. */
export const command = (name: string, summary: string) =>
  new Command(name)
    .summary(summary)
    .description(summary)
    .option("--json", "print one JSON document and nothing else")
    .option("--seed <number>", "seed of all random numbers", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--quiet", "print no notes and no progress on standard error");

/** A command that has only what all have in common. */
export type BaseCommand = ReturnType<typeof command>;

/** What every command takes. */
export type CommonOptions = ReturnType<BaseCommand["opts"]>;

/**
 * What a command that lists, and holds other commands, does by itself.
 *
 * @param list called where no other command was named; any other word is refused with the nearest one
 */
export const lists = (group: BaseCommand, list: (flags: CommonOptions) => Promise<void>) =>
  group.action(async (flags) => {
    const [word] = group.args;
    if (word === undefined) return await list(flags);
    const { entryNamed } = await import("@zerolm/core");
    const named = (name: string): string => `${group.name()} ${name}`;
    const known = Object.fromEntries(group.commands.map((command) => [named(command.name()), command]));
    entryNamed(known, named(word), "command");
  });
