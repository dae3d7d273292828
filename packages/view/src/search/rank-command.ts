import type { OutcomeOf } from "@zerolm/tasks";
import { optionWords } from "../words/proxy.js";
import { printable } from "../words/text.js";

/**
 * The command that scores architectures as a search did.
 *
 * @param files what to rank. Default: a word for them
 * @example
 * rankCommand(outcome, "best.yaml"); // "zerolm rank best.yaml --proxy zerolm --alpha 0.93"
 */
export function rankCommand({ rankAlike }: OutcomeOf<"search">, files?: string): string {
  const { proxy, options = {}, minimize, seed } = rankAlike;
  const flags = Object.entries(options).flatMap(([key, value]) => flagOf(key, value));
  return [
    `zerolm rank ${files === undefined ? "FILES" : shellWord(files)} --proxy ${shellWord(proxy)}`,
    ...flags,
    ...(minimize ? ["--minimize"] : []),
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
  ].join(" ");
}

/** An option that is true is named alone, as flags are. */
const flagOf = (key: string, value: unknown): string[] => {
  if (value === false) return [];
  const flag = `--${optionWords(key)}`;
  return [value === true ? flag : `${flag} ${shellWord(String(value))}`];
};

/** A word that a shell leaves as it is. */
const shellWord = (text: string): string =>
  /^[\w./:=+,@%-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;
