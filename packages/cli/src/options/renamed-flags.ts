import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import type { Renamed } from "@zerolm/tasks";

/** Flags that had another name: the old one is accepted with a warning. */
export const renamedFlags: readonly Renamed[] = [{ old: "--inventory", now: "--reading", since: "0.2.0" }];

/** An option under its old name: what it is given is the value of the new one, and help does not list it. */
class OldOption extends Option<string> {
  readonly #now: Option;

  constructor({ old, now: name }: Renamed, now: Option) {
    super(now.flags.replace(name, old));
    this.#now = now;
    this.hideHelp();
    if (now.parseArg) this.argParser(now.parseArg);
  }

  override attributeName(): string {
    return this.#now.attributeName();
  }
}

/** Accepts the old names of a command's options, with one line on standard error for each that is used; `--quiet` leaves it out. */
export function acceptOldFlags(command: CommandUnknownOpts): void {
  for (const renamed of renamedFlags) {
    const now = command.options.find(({ long }) => long === renamed.now);
    if (now) acceptOldFlag(command, renamed, now);
  }
}

function acceptOldFlag(command: CommandUnknownOpts, renamed: Renamed, now: Option): void {
  let used = false;
  command.addOption(new OldOption(renamed, now));
  command.on(`option:${renamed.old.replace(/^--/, "")}`, () => {
    used = true;
  });
  command.hook("preAction", () => {
    if (used && !command.optsWithGlobals().quiet)
      process.stderr.write(
        `zerolm: ${renamed.old} is deprecated since ${renamed.since} and will be removed in the next release. Use ${renamed.now}\n`,
      );
  });
}
