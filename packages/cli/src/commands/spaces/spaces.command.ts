import { type BaseCommand, command, lists } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

export function spacesCommand(base: BaseCommand) {
  const show = command("show", "print the YAML of a built-in space")
    .argument("<space>", "name of the space")
    .action(async (space, _flags, self) => {
      const { runCommand, views } = await loaded();
      await runCommand("spaces show", { space }, self.optsWithGlobals(), views["spaces show"]);
    });
  const check = command("check", "check your own space and show what it contains")
    .argument("<file>", "a YAML or JSON file, or - for standard input")
    .action(async (file, _flags, self) => {
      const { runCommand, views } = await loaded();
      await runCommand("spaces check", { file }, self.optsWithGlobals(), views["spaces check"]);
    });
  return lists(base.addCommand(show).addCommand(check), async (flags) => {
    const { runCommand, views } = await loaded();
    await runCommand("spaces", {}, flags, views.spaces);
  });
}
