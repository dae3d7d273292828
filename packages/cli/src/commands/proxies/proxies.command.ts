import type { Command } from "commander";
import type { CommonOptions } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

export function proxiesCommand(proxies: Command): Command {
  return proxies.action(async (flags: CommonOptions) => {
    const { runCommand, views } = await loaded();
    await runCommand("proxies", {}, flags, views.proxies);
  });
}
