import { columnsOf, shortened, shortenedInside } from "./text.js";

/**
 * Paths in at most so many columns, no two alike: each is cut where it does not differ. A path that would look like another however it is
 * cut stands whole.
 *
 * @param paths all of them different
 * @example
 * distinctLabels(["one/models_roberta/config.json", "two/models_roberta/config.json"], 20);
 * // ["one/…/config.json", "two/…/config.json"]
 */
export function distinctLabels(paths: readonly string[], maximum: number): string[] {
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const cut of cuts) {
    const waiting = paths.filter((path) => !labels.has(path));
    const made = waiting.map((path) => cut(path, maximum));
    const counts = new Map<string, number>();
    for (const label of made) counts.set(label, (counts.get(label) ?? 0) + 1);
    for (const [index, path] of waiting.entries()) {
      const label = made[index] as string;
      if (columnsOf(label) > maximum || counts.get(label) !== 1 || taken.has(label)) continue;
      labels.set(path, label);
      taken.add(label);
    }
  }
  return paths.map((path) => labels.get(path) ?? path);
}

/** Ways to cut a path, the one that says most first; what fits is not cut by any. */
const cuts: readonly ((path: string, maximum: number) => string)[] = [
  (path) => path,
  shortened,
  withoutMiddle,
  shortenedInside,
  (path, maximum) => (columnsOf(path) <= maximum ? path : `${[...path].slice(0, maximum - 1).join("")}…`),
];

/** The first and the last part of a path. */
function withoutMiddle(path: string): string {
  const parts = path.split("/");
  return parts.length > 2 ? `${parts[0]}/…/${parts.at(-1)}` : path;
}
