import type { Command } from "commander";
import type { CommonOptions } from "../../options/common.js";

export function proxiesCommand(proxies: Command): Command {
  return proxies.action(async (flags: CommonOptions) => {
    const { listProxies } = await import("./proxies.js");
    listProxies(flags);
  });
}
