import type { BaseCommand } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

export const modelsCommand = (models: BaseCommand) =>
  models.action(async (flags) => {
    const { runCommand, views } = await loaded();
    await runCommand("models", {}, flags, views.models);
  });
