import { type Proxy, proxies } from "@zerolm/core";
import type { CommonOptions } from "../../options/common.js";
import { printResult } from "../../output/output.js";
import { wrapped } from "../../output/text.js";

/** `zerolm proxies`: every proxy, what it measures and where it comes from. */
export function listProxies(flags: CommonOptions): void {
  const listed: readonly Proxy[] = Object.values(proxies);
  const documents = listed.map(({ name, summary, source, heeds, tunedOn }) => ({
    name,
    summary,
    source,
    usesAlpha: heeds.includes("alpha"),
    ...(tunedOn === undefined ? {} : { tunedOn }),
  }));
  printResult(flags, { proxies: documents }, () => listed.map(textOf).join("\n"));
}

function textOf({ name, summary, source, tunedOn }: Proxy): string {
  const fitted = tunedOn === undefined ? [] : [wrapped(`  tuned on ${tunedOn}`, "    ")];
  return [name, `  ${summary}`, `  ${source}`, ...fitted].join("\n");
}
