/** What is remembered for some arguments, and for those that begin with them. */
class Branch<Value> {
  value: Value | undefined;
  #objects: WeakMap<object, Branch<Value>> | undefined;
  #others: Map<unknown, Branch<Value>> | undefined;

  at(key: unknown): Branch<Value> {
    if (typeof key !== "object" || key === null) {
      this.#others ??= new Map();
      return begun(this.#others, key);
    }
    this.#objects ??= new WeakMap();
    return begun(this.#objects, key);
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
 * A function that makes something once for the same arguments and then returns it again. Objects are the same if they are one object; what
 * was made for an object is forgotten with it.
 *
 * @example
 * const termsOf = oncePer((space: Space, proxy: Proxy) => measured(space, proxy));
 * termsOf(space, proxy) === termsOf(space, proxy); // true
 */
export function oncePer<Keys extends readonly unknown[], Value extends object>(
  make: (...keys: Keys) => Value,
): (...keys: Keys) => Value {
  const root = new Branch<Value>();
  return (...keys) => {
    let branch = root;
    for (const key of keys) branch = branch.at(key);
    branch.value ??= make(...keys);
    return branch.value;
  };
}
