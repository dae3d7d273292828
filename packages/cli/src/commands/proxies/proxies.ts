import { optionFields, type Proxy, proxies } from "@zerolm/core";
import { wrapped } from "@zerolm/view";
import type { CommonOptions } from "../../options/common.js";
import { flagOf } from "../../options/proxy-option.js";
import { printResult } from "../../terminal/output.js";

/** `zerolm proxies`: every proxy, what it measures, where it comes from, and its options. */
export function listProxies(flags: CommonOptions): void {
  const listed: readonly Proxy[] = Object.values(proxies);
  const documents = listed.map(({ name, summary, source, needs, options, tunedOn }) => ({
    name,
    summary,
    source,
    needs,
    usesAlpha: "alpha" in options.shape,
    options: optionFields(options).map((field) => ({ flag: flagOf(field.key), ...field })),
    ...(tunedOn === undefined ? {} : { tunedOn }),
  }));
  printResult(flags, { proxies: documents }, () => listed.map(textOf).join("\n"));
}

function textOf({ name, summary, source, options, tunedOn }: Proxy): string {
  const own = optionFields(options).map((field) => `  ${flagOf(field.key)}: ${field.summary}`);
  const fitted = tunedOn === undefined ? [] : [`  tuned on ${tunedOn}`];
  return [
    name,
    ...[`  ${summary}`, `  ${source}`, ...fitted, ...own].map((line) => wrapped(line, "    ")),
  ].join("\n");
}
