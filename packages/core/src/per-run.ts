/**
 * Maps a list, once for neighbours that are alike.
 *
 * @example
 * perRun([1, 1, 2], Object.is, (one) => [one]); // three lists, the first two one object
 */
export function perRun<Item, Value>(
  items: readonly Item[],
  isAlike: (one: Item, next: Item) => boolean,
  make: (item: Item, index: number) => Value,
): Value[] {
  const made: Value[] = [];
  items.forEach((item, index) => {
    const isNew = index === 0 || !isAlike(items[index - 1] as Item, item);
    made.push(isNew ? make(item, index) : (made[index - 1] as Value));
  });
  return made;
}
