/**
 * A function that remembers what it made last and returns it again for the same arguments. Arguments are the same if they are one value or
 * one object.
 *
 * @example
 * const count = rememberingLast((part: Part, frame: Frame) => parametersOf(part, frame));
 * count(part, frame); // counted
 * count(part, frame); // remembered
 */
export function rememberingLast<Keys extends readonly unknown[], Value>(
  make: (...keys: Keys) => Value,
): (...keys: Keys) => Value {
  let last: { readonly keys: Keys; readonly value: Value } | undefined;
  return (...keys) => {
    if (!last?.keys.every((key, index) => key === keys[index])) last = { keys, value: make(...keys) };
    return last.value;
  };
}
