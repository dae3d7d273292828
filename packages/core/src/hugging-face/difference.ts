/** Where two values differ: a path of keys, and what stands there in each. */
export interface Difference {
  readonly path: readonly PropertyKey[];
  readonly mine: unknown;
  readonly theirs: unknown;
}

/**
 * Where two architectures, or parts of them, differ. Parts of another kind differ in their kind alone, and lists of numbers as
 * a whole. An absent key equals `undefined`.
 */
export function differences(mine: unknown, theirs: unknown, path: readonly PropertyKey[] = []): Difference[] {
  if (Object.is(mine, theirs)) return [];
  if (isListOfMaps(mine) && isListOfMaps(theirs))
    return mine.flatMap((item, index) => differences(item, theirs[index], [...path, index]));
  if (isMap(mine) && isMap(theirs)) return mapDifferences(mine, theirs, path);
  return JSON.stringify(mine) === JSON.stringify(theirs) ? [] : [{ path, mine, theirs }];
}

type Values = Readonly<Record<string, unknown>>;

function mapDifferences(mine: Values, theirs: Values, path: readonly PropertyKey[]): Difference[] {
  if (path.length > 0 && mine.kind !== theirs.kind)
    return [{ path: [...path, "kind"], mine: mine.kind, theirs: theirs.kind }];
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => differences(mine[key], theirs[key], [...path, key]));
}

const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isListOfMaps = (value: unknown): value is readonly Values[] =>
  Array.isArray(value) && value.every(isMap);
