import type { Command } from "commander";
import { type CommonOptions, command, lists } from "../options/common.js";

export function spacesCommand(): Command {
  const show = command("show", "print the YAML of a built-in space")
    .argument("<space>", "its name")
    .action(async (name: string, _flags: CommonOptions, self: Command) => {
      const { showSpace } = await import("./spaces.js");
      showSpace(name, self.optsWithGlobals());
    });
  return lists(command("spaces", "list the built-in spaces").addCommand(show), async (flags) => {
    const { listSpaces } = await import("./spaces.js");
    listSpaces(flags);
  });
}
