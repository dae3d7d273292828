import { type OptionValues, type Proxy, proxies, proxyFields, UsageError } from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";

const listed = (names: readonly string[]): string =>
  new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);

/**
 * Refuses options of proxies that change nothing with these: nobody would notice.
 *
 * @param options what a request gives
 * @param chosen the proxies that it names
 * @param used options that the task uses itself. Default: none
 * @throws {UsageError} that says which proxies have the option, and how to ask for one of them
 */
export function refuseIdle(
  options: OptionValues,
  chosen: readonly Pick<Proxy, "name" | "options">[],
  host: TaskHost,
  used: readonly string[] = [],
): void {
  const isUsed = (key: string): boolean =>
    used.includes(key) || chosen.some((proxy) => Object.hasOwn(proxy.options.shape, key));
  const idle = Object.keys(options).find((key) => options[key] !== undefined && !isUsed(key));
  if (idle === undefined) return;
  const names = chosen.map(({ name }) => name);
  const having = proxyFields(Object.values<Proxy>(proxies))
    .filter(({ key }) => key === idle)
    .flatMap((field) => field.proxies);
  throw new UsageError(
    having.length === 0
      ? `${listed(names)} has no option ${fieldName(host, idle)}`
      : foreignText(fieldName(host, idle), having, names, host),
  );
}

/**
 * Why an option is refused, and how to ask for what it belongs to.
 *
 * @param option as messages call it
 * @param having the proxies that it belongs to, at least one
 * @param chosen the proxies that are asked for instead
 * @example
 * foreignText("--alpha", ["zerolm"], ["shape"], host); // "--alpha belongs to zerolm, not to shape. Add --proxy zerolm."
 */
export const foreignText = (
  option: string,
  having: readonly string[],
  chosen: readonly string[],
  host: TaskHost,
): string =>
  `${option} belongs to ${listed(having)}, not to ${listed(chosen)}. Add ${fieldName(host, "proxy")} ${having[0]}.`;
