import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines } from "../blocks/block.js";
import { wrapped } from "../words/text.js";

type Listed = OutcomeOf<"proxies">["proxies"][number];

/** The built-in proxies, then the options that they take, each once. */
export const proxiesView = ({ proxies }: OutcomeOf<"proxies">): Block[] => [
  lines(...proxies.flatMap(linesOf)),
  lines("Options of proxies:", ...optionLines(proxies)),
];

function linesOf({ name, summary, source, options, tunedOn }: Listed): string[] {
  const fitted = tunedOn === undefined ? [] : [`  tuned on ${tunedOn}`];
  const taken = options.length === 0 ? [] : [`  options: ${options.map(({ flag }) => flag).join(", ")}`];
  return [name, ...[`  ${summary}`, `  ${source}`, ...fitted, ...taken].map((line) => wrapped(line, "    "))];
}

const optionLines = (proxies: readonly Listed[]): string[] => [
  ...new Set(
    proxies.flatMap(({ options }) =>
      options.map(({ flag, summary }) => wrapped(`  ${flag}: ${summary}`, "    ")),
    ),
  ),
];
