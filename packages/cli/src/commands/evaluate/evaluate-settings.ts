import type { ProxyFlags } from "../../options/proxy.js";
import { proxyText, tunedOn } from "../../output/proxy.js";
import type { Outcome } from "./evaluate-judge.js";

/** How the proxies of a benchmark were computed, a text each: alpha and its source, the weights of NSC, what a proxy was tuned on. */
export function settingsOf({ evaluations, alpha }: Outcome, flags: ProxyFlags): string[] {
  const own = evaluations.filter(({ kind }) => kind === "proxy").map(({ proxy }) => proxy);
  const rounded = alpha && { ...alpha, value: Number(alpha.value.toFixed(3)) };
  return [
    ...(rounded ? [proxyText("zerolm", rounded, flags)] : []),
    ...(own.includes("nsc") ? [proxyText("nsc", undefined, flags)] : []),
    ...own.filter((proxy) => tunedOn(proxy) !== undefined).map((proxy) => proxyText(proxy, undefined, flags)),
  ];
}
