import { type Proxy, UsageError } from "@zerolm/core";
import { builtInFields } from "./proxy.js";
import { flagOf } from "./proxy-option.js";

/**
 * Refuses options of proxies that change nothing with these: nobody would notice.
 *
 * @param flags what the command line gives
 * @param chosen the proxies that it names
 * @param used options that the command uses itself. Default: none
 * @throws {UsageError} that says which proxies have the option
 */
export function refuseIdle(flags: object, chosen: readonly Proxy[], used: readonly string[] = []): void {
  const given = new Map(Object.entries(flags));
  for (const { key } of builtInFields) {
    if (given.get(key) === undefined || used.includes(key)) continue;
    if (chosen.some(({ options }) => Object.hasOwn(options.shape, key))) continue;
    const having = builtInFields.filter((field) => field.key === key).flatMap(({ proxies }) => proxies);
    throw new UsageError(
      `${flagOf(key)} changes nothing with --proxy ${chosen.map(({ name }) => name).join(",")}; it is for ${having.join(" and ")}`,
    );
  }
}
