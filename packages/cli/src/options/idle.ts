import { type Proxy, type ProxySetting, proxies, UsageError } from "@zerolm/core";

/** What an option of the command line sets. */
const settings: Readonly<Record<string, ProxySetting>> = {
  "--alpha": "alpha",
  "--weights": "weights",
  "--repeats": "weights",
  "--initialiser": "initialiser",
  "--std": "std",
  "--nsc-attention": "nscAttention",
  "--dtype": "dtype",
};

/**
 * Refuses options that change nothing with these proxies: nobody would notice.
 *
 * @param given options by their name on the command line; `undefined` where one was not given
 * @throws {UsageError} that says which proxies heed the option
 */
export function refuseIdle(given: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  for (const [option, value] of Object.entries(given)) {
    const setting = settings[option];
    if (value === undefined || setting === undefined) continue;
    const heeding = Object.values<Proxy>(proxies)
      .filter(({ heeds }) => heeds.includes(setting))
      .map(({ name }) => name);
    if (names.some((name) => heeding.includes(name))) continue;
    throw new UsageError(
      `${option} changes nothing with --proxy ${names.join(",")}; it is for ${heeding.join(" and ")}`,
    );
  }
}
