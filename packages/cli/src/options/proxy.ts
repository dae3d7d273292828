import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { ProxyField } from "@zerolm/core";
import { type OptionUse, proxyOption, valueParser } from "./proxy-option.js";
import builtIn from "./proxy-options.json";

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
export function withProxyOptions<Whole extends CommandUnknownOpts>(
  command: Whole,
  use: Readonly<Record<string, OptionUse>>,
  own: OwnOptions | undefined,
): Whole {
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
 * The options of proxies among flags, as requests take them, and the other flags.
 *
 * @param own options of the user's own proxies
 */
export function withoutProxyOptions<Flags extends object>(
  flags: Flags,
  own: OwnOptions | undefined,
): { readonly options: Record<string, unknown>; readonly rest: Flags } {
  const rest = { ...flags };
  const options: Record<string, unknown> = {};
  for (const { key } of [...builtInFields, ...(own?.fields ?? [])]) {
    const value: unknown = Reflect.get(rest, key);
    Reflect.deleteProperty(rest, key);
    if (value !== undefined) options[key] = value;
  }
  return { options, rest };
}

/** What parses a number for an option of the built-in proxies, for a command that has it without taking proxies. */
export const numberParserOf = (key: string): ((text: string) => number) => {
  const parse = valueParser(
    builtInFields.filter((field) => field.key === key),
    [],
  );
  return (text) => Number(parse(text));
};

const isTaken = (command: CommandUnknownOpts, key: string): boolean =>
  key === "help" || command.options.some((option) => option.attributeName() === key);
