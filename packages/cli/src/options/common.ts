import { Command } from "commander";
import { wholeNumber } from "./count.js";

/** What every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly seed: number;
  readonly quiet?: boolean;
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
