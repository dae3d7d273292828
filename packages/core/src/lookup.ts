import { suggestion } from "./document/suggestion.js";
import { UsageError } from "./errors.js";

/**
 * The entry of a table that a user asked for by name.
 *
 * @param what what the table holds, for the message
 * @throws {UsageError} that names the nearest entry, or all
 * @example
 * entryNamed(proxies, "zerolm", "proxy");
 */
export function entryNamed<Table extends Readonly<Record<string, unknown>>>(
  table: Table,
  name: string,
  what: string,
): Table[keyof Table] {
  if (Object.hasOwn(table, name)) return table[name as keyof Table];
  const names = Object.keys(table);
  const near = suggestion(name, names);
  const fix = near === undefined ? `Choose from ${names.join(", ")}.` : `Did you mean ${near}?`;
  throw new UsageError(`there is no ${what} ${JSON.stringify(name)}. ${fix}`);
}
