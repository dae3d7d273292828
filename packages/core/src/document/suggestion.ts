/**
 * The candidate nearest to what was written, if it is near enough to be what was meant (at most a third of the letters differ).
 *
 * @example
 * suggestion("hiden", ["hidden", "heads"]); // "hidden"
 */
export function suggestion(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > 100) return undefined;
  const distances = candidates.map((candidate) => ({
    candidate,
    distance: editDistance(written.toLowerCase(), candidate.toLowerCase()),
  }));
  const [nearest] = distances.sort((one, other) => one.distance - other.distance);
  const limit = Math.max(1, Math.floor(written.length / 3));
  return nearest && nearest.distance <= limit ? nearest.candidate : undefined;
}

/** Levenshtein's distance. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}
