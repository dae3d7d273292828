import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines } from "../blocks/block.js";
import { wrapped } from "../words/text.js";

/** The built-in proxies. */
export const proxiesView = ({ proxies }: OutcomeOf<"proxies">): Block[] => [
  lines(...proxies.flatMap(linesOf)),
];

function linesOf({ name, summary, source, options, tunedOn }: OutcomeOf<"proxies">["proxies"][number]) {
  const own = options.map((option) => `  ${option.flag}: ${option.summary}`);
  const fitted = tunedOn === undefined ? [] : [`  tuned on ${tunedOn}`];
  return [name, ...[`  ${summary}`, `  ${source}`, ...fitted, ...own].map((line) => wrapped(line, "    "))];
}
