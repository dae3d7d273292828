/** What an architecture may be called. */
export interface Nameable {
  /** Its own name. */
  readonly own: string | undefined;
  /** What it is called without one, or if others have the same: the path that it came from. */
  readonly path: string;
}

/**
 * A name for each, none of them twice: its own, if nothing else is called so, else its path. What is given twice is numbered.
 *
 * @example
 * uniqueNames([{ own: "tiny", path: "a.yaml" }, { own: undefined, path: "b.json" }]); // ["tiny", "b.json"]
 */
export function uniqueNames(all: readonly Nameable[]): string[] {
  const counts = countsOf(
    all.flatMap(({ own, path }) => (own === undefined || own === path ? [path] : [own, path])),
  );
  const names = all.map(({ own, path }) => (own !== undefined && counts.get(own) === 1 ? own : path));
  return numbered(names);
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The second of a name has ` (2)` after it. */
function numbered(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    let number = 2;
    while (taken.has(`${name} (${number})`)) number++;
    const free = `${name} (${number})`;
    taken.add(free);
    return free;
  });
}
