import type { Command } from "commander";
import { type CommonOptions, command, lists } from "../../options/common.js";

export function spacesCommand(base: Command): Command {
  const show = command("show", "print the YAML of a built-in space")
    .argument("<space>", "its name")
    .action(async (name: string, _flags: CommonOptions, self: Command) => {
      const { showSpace } = await import("./spaces.js");
      showSpace(name, self.optsWithGlobals());
    });
  const check = command("check", "check a space of one's own, and say what it holds")
    .argument("<file>", "a YAML or JSON file, or - for standard input")
    .action(async (file: string, _flags: CommonOptions, self: Command) => {
      const { checkSpace } = await import("./spaces.js");
      await checkSpace(file, self.optsWithGlobals());
    });
  const spaces = base.addCommand(show).addCommand(check);
  return lists(spaces, async (flags) => {
    const { listSpaces } = await import("./spaces.js");
    listSpaces(flags);
  });
}
