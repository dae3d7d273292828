import type { Dtype, ProxyField } from "@zerolm/core";
import type { Command } from "commander";
import { type OptionUse, proxyOption, valueParser } from "./proxy-option.js";
import builtIn from "./proxy-options.json";

/** How proxies are to be computed, as the command line says it: each option of a proxy under its own name, these among them. */
export interface ProxyFlags {
  readonly alpha?: number | AlphaWord;
  /** Tokens in a sequence: for proxies, and wherever FLOPs are counted. */
  readonly sequence?: number;
  /** How weights are stored: for proxies, and for budgets on bytes. */
  readonly dtype?: Dtype;
}

/** What `--alpha` may be beside a number: the way to choose it. */
export type AlphaWord = "label-free" | "cross-fitted";

/** The options of proxies of the user's own, which the words of the command name. */
export interface OwnOptions {
  readonly fields: readonly ProxyField[];
  /** The error for an option that the command has already. */
  readonly taken: (field: ProxyField, command: string) => Error;
}

/** The options of the built-in proxies. Help need not load the proxies; a test holds the file to them. */
export const builtInFields: readonly ProxyField[] = builtIn;

/**
 * Adds the options of proxies, one flag a name.
 *
 * @param use what the command says of them besides, by name
 */
export function withProxyOptions(
  command: Command,
  use: Readonly<Record<string, OptionUse>>,
  own: OwnOptions | undefined,
): Command {
  const taken = own?.fields.find(({ key }) => isTaken(command, key));
  if (own && taken) throw own.taken(taken, command.name());
  const fields = [...builtInFields, ...(own?.fields ?? [])];
  for (const key of new Set(fields.map((field) => field.key)))
    command.addOption(
      proxyOption(
        fields.filter((field) => field.key === key),
        use[key] ?? {},
      ),
    );
  return command;
}

/**
 * Of flags, the options of proxies that are given, as requests take them.
 *
 * @param own options of the user's own proxies
 */
export function proxyOptionsIn(flags: object, own: OwnOptions | undefined): Record<string, unknown> {
  const known = new Set([...builtInFields, ...(own?.fields ?? [])].map(({ key }) => key));
  return Object.fromEntries(
    Object.entries(flags).filter(([key, value]) => known.has(key) && value !== undefined),
  );
}

/** What parses the values of an option of the built-in proxies, for a command that has it without taking proxies. */
export const parserOf = (key: string): ((text: string) => string | number | boolean) =>
  valueParser(
    builtInFields.filter((field) => field.key === key),
    [],
  );

const isTaken = (command: Command, key: string): boolean =>
  key === "help" || command.options.some((option) => option.attributeName() === key);
