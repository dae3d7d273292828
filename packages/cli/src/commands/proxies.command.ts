import type { Command } from "commander";
import { type CommonOptions, command } from "../options/common.js";

export function proxiesCommand(): Command {
  return command("proxies", "list the proxies").action(async (flags: CommonOptions) => {
    const { listProxies } = await import("./proxies.js");
    listProxies(flags);
  });
}
