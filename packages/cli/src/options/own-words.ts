/** Whether a word names a module that is to be loaded: `isModule` of tasks, without loading tasks. */
const isModule = (word: string): boolean => /\.[cm]?[jt]s$/i.test(word);

/**
 * The modules after `--proxy` among the words of a command line. It runs before anything is parsed and loads nothing.
 *
 * @example
 * modulesIn(["rank", "a.json", "--proxy", "nsc,./mine.mjs"]); // ["./mine.mjs"]
 */
export function modulesIn(words: readonly string[]): string[] {
  const values = words.flatMap((word, index) => {
    if (word === "--proxy") return words[index + 1] ?? [];
    return word.startsWith("--proxy=") ? word.slice("--proxy=".length) : [];
  });
  const parts = values.flatMap((value) => value.split(",")).map((part) => part.trim());
  return [...new Set(parts.filter(isModule))];
}
