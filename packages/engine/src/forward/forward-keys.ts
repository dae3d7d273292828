import { InputError } from "@zerolm/core";

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads what a `config.json`, or a map in it, says of the forward pass. What cannot be read, or asks for what is not computed, is refused at
 * once: a network that is almost the right one gives a wrong loss that nobody notices.
 *
 * @example
 * const keys = new ForwardKeys({ rms_norm_eps: 1e-6 });
 * keys.number("rms_norm_eps", 1e-5); // 1e-6
 */
export class ForwardKeys {
  readonly values: Values;
  readonly #path: string;

  /** @param path of the map in the config. Default: the config itself. */
  constructor(values: Values, path = "") {
    this.values = values;
    this.#path = path;
  }

  /** Whether a key says something; null says nothing, as in transformers. */
  has(key: string): boolean {
    return (this.values[key] ?? undefined) !== undefined;
  }

  /** A finite number above 0, or what is meant if it is not there; without that it has to be there. */
  number(key: string, usual?: number): number {
    const value = this.values[key] ?? usual;
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    if (value === undefined) this.refuse(key, "is missing, and the forward pass needs it");
    return this.refuse(key, `must be a number above 0, not ${JSON.stringify(value)}`);
  }

  /** A number that may be missing, or `null` for none. */
  numberIfAny(key: string, usual?: number): number | undefined {
    if (this.values[key] === null) return undefined;
    return this.has(key) ? this.number(key) : usual;
  }

  /** A whole number from 0, or what is meant if it is not there. */
  whole(key: string, usual: number): number {
    const value = this.values[key] ?? usual;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    return this.refuse(key, `must be a whole number from 0, not ${JSON.stringify(value)}`);
  }

  /** A list of anything; nothing if it is not there. */
  list(key: string): readonly unknown[] | undefined {
    const value = this.values[key] ?? undefined;
    if (value === undefined || Array.isArray(value)) return value;
    return this.refuse(key, "must be a list");
  }

  flag(key: string, usual: boolean): boolean {
    const value = this.values[key] ?? usual;
    return typeof value === "boolean"
      ? value
      : this.refuse(key, `must be true or false, not ${JSON.stringify(value)}`);
  }

  /** A list of so many numbers above 0. */
  numbers(key: string, length: number): readonly number[] {
    const value = this.values[key];
    const isList = Array.isArray(value) && value.length === length;
    if (isList && value.every((one) => typeof one === "number" && one > 0)) return value;
    return this.refuse(key, `must be a list of ${length} numbers above 0`);
  }

  /** A map, with its path; nothing if it is not there. */
  map(key: string): ForwardKeys | undefined {
    const value = this.values[key] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== "object" || Array.isArray(value)) this.refuse(key, "must be a map of keys");
    return new ForwardKeys(value as Values, `${this.#path}${key}.`);
  }

  /** The entry of a table that a key names, or that of the usual name. */
  choice<Entry>(key: string, table: Readonly<Record<string, Entry>>, usual: string): Entry {
    const name = this.values[key] ?? usual;
    if (typeof name === "string" && Object.hasOwn(table, name)) return table[name] as Entry;
    const known = Object.keys(table).join(", ");
    return this.refuse(key, `is ${JSON.stringify(name)}, which cannot be computed. Supported: ${known}.`);
  }

  /** Refuses a key that asks for more than nothing. */
  refuseUnlessNothing(key: string, reason: string): void {
    const value = this.values[key];
    if (value !== undefined && value !== null && value !== false) this.refuse(key, reason);
  }

  /** @throws {InputError} that names the key of the config */
  refuse(key: string, message: string): never {
    throw new InputError(message, { file: "config.json", key: this.#path + key });
  }
}
