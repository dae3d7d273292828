/** A name that another one replaced. The old name works for one release and then goes. */
export interface Renamed {
  readonly old: string;
  readonly now: string;
  /** The first release that has the new name, and the only one that has both. */
  readonly since: string;
}

/** Fields of outcomes that had another name: {@link withOldFields} adds the old one. */
export const renamedFields: readonly Renamed[] = [
  { old: "inventory", now: "reading", since: "0.2.0" },
  { old: "inventories", now: "readings", since: "0.2.0" },
  { old: "defaultInventory", now: "defaultReading", since: "0.2.0" },
  { old: "alike", now: "ties", since: "0.2.0" },
];

/**
 * An object of an outcome with its renamed fields under their old names too, at its end.
 *
 * @example
 * withOldFields({ rank: 1, ties: 3 }); // { rank: 1, ties: 3, alike: 3 }
 */
export function withOldFields<T extends object>(fields: T): T {
  const values = new Map<string, unknown>(Object.entries(fields));
  const old = renamedFields.flatMap(({ old, now }) => (values.has(now) ? [[old, values.get(now)]] : []));
  return { ...fields, ...Object.fromEntries(old) };
}
