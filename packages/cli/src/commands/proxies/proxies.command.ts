import type { BaseCommand } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

export const proxiesCommand = (proxies: BaseCommand) =>
  proxies.action(async (flags) => {
    const { runCommand, views } = await loaded();
    await runCommand("proxies", {}, flags, views.proxies);
  });
