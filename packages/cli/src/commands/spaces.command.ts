import type { Command } from "commander";
import { type CommonOptions, command } from "../options/common.js";

export function spacesCommand(): Command {
  const show = command("show", "print the YAML of a built-in space")
    .argument("<space>", "its name")
    .action(async (name: string, flags: CommonOptions) => {
      const { showSpace } = await import("./spaces.js");
      showSpace(name, flags);
    });
  return command("spaces", "list the built-in spaces")
    .addCommand(show)
    .action(async (flags: CommonOptions) => {
      const { listSpaces } = await import("./spaces.js");
      listSpaces(flags);
    });
}
