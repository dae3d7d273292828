/** What remembers a value for each key: a `WeakMap`, which forgets it with the key, or a `Map`. */
interface Memory<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/**
 * A function that makes a value once for each key and returns the same value again.
 *
 * @example
 * const tableOf = oncePer((space: Space) => measured(space), new WeakMap());
 * tableOf(space) === tableOf(space); // true
 */
export function oncePer<Key, Value extends object>(
  make: (key: Key) => Value,
  memory: Memory<Key, Value>,
): (key: Key) => Value {
  return (key) => {
    const known = memory.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    memory.set(key, made);
    return made;
  };
}
