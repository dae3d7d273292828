/**
 * A signal that is raised once it was looked at so many times, for tests of work that can be stopped.
 *
 * @example
 * await scorer.scoreMany(architectures, { signal: abortedAfter(3) }); // scores three
 */
export function abortedAfter(looks: number): { readonly aborted: boolean } {
  let left = looks;
  return {
    get aborted() {
      return left-- <= 0;
    },
  };
}
