import type { Command } from "commander";
import type { CommonOptions } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

export function modelsCommand(models: Command): Command {
  return models.action(async (flags: CommonOptions) => {
    const { runCommand, views } = await loaded();
    await runCommand("models", {}, flags, views.models);
  });
}
