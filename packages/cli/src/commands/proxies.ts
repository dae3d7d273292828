import { type Proxy, proxies } from "@zerolm/core";
import type { CommonOptions } from "../options/common.js";
import { printResult } from "../output/output.js";

/** `zerolm proxies`: every proxy, what it measures and where it comes from. */
export function listProxies(flags: CommonOptions): void {
  const listed: readonly Proxy[] = Object.values(proxies);
  const document = listed.map(({ name, summary, source, usesAlpha }) => ({
    name,
    summary,
    source,
    usesAlpha,
  }));
  printResult(flags, document, () =>
    listed.map(({ name, summary, source }) => `${name}\n  ${summary}\n  ${source}`).join("\n"),
  );
}
