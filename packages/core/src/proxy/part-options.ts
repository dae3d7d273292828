import { parseOptions } from "./options.js";
import type { ProbeRequest } from "./probe.js";
import type { OptionValues, Proxy } from "./proxy.js";

/** The options that a part has, of those of all. */
export const partOptions = ({ options }: Proxy, values: OptionValues): OptionValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(options.shape, key)));

/** What several proxies ask of each network. */
export const requestsOf = (
  parts: readonly Proxy[],
  values: OptionValues,
  seed: number | undefined,
): readonly ProbeRequest[] =>
  parts.flatMap((part) => part.asks?.(parseOptions(part, partOptions(part, values)), seed) ?? []);
