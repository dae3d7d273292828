/** What is remembered for some arguments, and for those that begin with them. */
class Branch<Value> {
  value: Value | undefined;
  #next: Map<unknown, Branch<Value>> | undefined;

  at(key: unknown): Branch<Value> {
    this.#next ??= new Map();
    return begun(this.#next, key);
  }
}

function begun<Key, Value>(
  branches: { get(key: Key): Branch<Value> | undefined; set(key: Key, branch: Branch<Value>): unknown },
  key: Key,
): Branch<Value> {
  const known = branches.get(key);
  if (known) return known;
  const branch = new Branch<Value>();
  branches.set(key, branch);
  return branch;
}

/**
 * A function that makes something once for the same arguments and then returns it again. Objects are the same if they are one object. What
 * was made is forgotten with the first of its arguments, so this should be what lives shortest: others are held as long as it lives.
 *
 * @example
 * const termsOf = oncePer((proxy: Additive, option: MacroOption) => measured(proxy, option));
 * termsOf(proxy, option) === termsOf(proxy, option); // true
 */
export function oncePer<Keys extends readonly [object, ...unknown[]], Value extends object>(
  make: (...keys: Keys) => Value,
): (...keys: Keys) => Value {
  // A weak map of its own for every argument would take more memory, and more of the collector's time, than what is remembered.
  const first = new WeakMap<object, Branch<Value>>();
  return (...keys) => {
    let branch = begun(first, keys[0]);
    for (let index = 1; index < keys.length; index++) branch = branch.at(keys[index]);
    branch.value ??= make(...keys);
    return branch.value;
  };
}
