import { type Proxy, proxyFields, UsageError } from "@zerolm/core";
import { nodeHost } from "@zerolm/node";
import { loadReference } from "@zerolm/tasks";
import type { OwnOptions } from "./proxy.js";

/**
 * The options of the user's own proxies among the words of a command line, so that they are flags before it is parsed.
 *
 * @param paths modules
 * @throws {InputError} that names the module and what is wrong with it
 */
export async function ownOptions(paths: readonly string[]): Promise<OwnOptions> {
  const proxies: Proxy[] = [];
  for (const path of paths) proxies.push((await loadReference({ kind: "module", path }, nodeHost())).proxy);
  return {
    fields: proxyFields(proxies),
    taken: ({ key, proxies: [name] }, command) =>
      new UsageError(
        `the proxy ${name} has an option ${key}, which zerolm ${command} has already. Rename it.`,
      ),
  };
}
