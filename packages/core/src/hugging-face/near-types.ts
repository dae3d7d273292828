/**
 * The known names that differ least from what was written, by at most two letters and a quarter of them: typing errors, not relatives. Names
 * with other digits are other models.
 *
 * @example
 * nearTypes("lllama", ["llama", "mllama"]); // ["llama", "mllama"]
 * nearTypes("albert", ["bert"]); // []
 */
export function nearTypes(written: string, known: readonly string[]): readonly string[] {
  const limit = Math.min(2, Math.floor(written.length / 4));
  const near = known.flatMap((name) => {
    const apart = distance(written.slice(0, 60).toLowerCase(), name);
    return apart <= limit && digitsOf(name) === digitsOf(written) ? [{ name, apart }] : [];
  });
  const least = Math.min(...near.map(({ apart }) => apart));
  return near.filter(({ apart }) => apart === least).map(({ name }) => JSON.stringify(name));
}

const digitsOf = (name: string): string => name.replaceAll(/\D/g, "");

/** Levenshtein's distance. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
