import type { Stage } from "../../space/space.js";
import type { Found } from "../search.js";

/** The layers are found when they are asked for: most candidates never are. */
export function lazyGenotype(macro: number, layers: () => number[]): Found["genotype"] {
  let known: number[] | undefined;
  return {
    macro,
    get layers() {
      known ??= layers();
      return known;
    },
  };
}

/** Equal stages may take their options in any order; equal layers then stand side by side. */
export function tidy(choices: readonly number[], stages: readonly Stage[]): number[] {
  const tidied = [...choices];
  for (let start = 0; start < stages.length; ) {
    let end = start + 1;
    while (
      end < stages.length &&
      stages[end]?.options === stages[start]?.options &&
      stages[end]?.repeat === stages[start]?.repeat
    )
      end++;
    tidied.splice(start, end - start, ...tidied.slice(start, end).sort((one, other) => one - other));
    start = end;
  }
  return tidied;
}
