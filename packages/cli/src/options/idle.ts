import { UsageError } from "@zerolm/core";

/** The proxies that an option means something to; with all others it would change nothing, and nobody would notice. */
const heededBy: Readonly<Record<string, readonly string[]>> = {
  "--alpha": ["zerolm"],
  "--weights": ["zerolm"],
  "--repeats": ["zerolm"],
  "--initialiser": ["zerolm", "nsc"],
  "--std": ["nsc"],
  "--nsc-attention": ["nsc"],
};

/**
 * Refuses options that change nothing with these proxies.
 *
 * @param given options by their name on the command line; `undefined` where one was not given
 * @throws {UsageError} that says which proxies heed the option
 */
export function refuseIdle(given: Readonly<Record<string, unknown>>, proxies: readonly string[]): void {
  for (const [option, value] of Object.entries(given)) {
    const heeding = heededBy[option] ?? proxies;
    if (value === undefined || proxies.some((proxy) => heeding.includes(proxy))) continue;
    throw new UsageError(
      `${option} changes nothing with --proxy ${proxies.join(",")}; it is for ${heeding.join(" and ")}`,
    );
  }
}
