import type { Architecture } from "../architecture/architecture.js";
import { networkParts } from "./layer-work.js";

/**
 * Networks among some that have each size (see `layer-work.ts`) about equally often, so that a correction of each can be learnt: one after another, the
 * network whose sizes the chosen ones have least. Of equals the first.
 *
 * @param count at most as many as there are
 * @example
 * covering(drawn, 40);
 */
export function covering(architectures: readonly Architecture[], count: number): Architecture[] {
  const left = new Map(architectures.map((architecture) => [architecture, sizesOf(architecture)]));
  const counts = new Map<string, number>();
  return Array.from({ length: count }, () => {
    const [chosen, sizes] = rarest(left, counts);
    left.delete(chosen);
    for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
    return chosen;
  });
}

type Sizes = ReadonlySet<string>;

/** How much a network adds to the chosen ones: a size counts less each time that it is among them. */
const worth = (sizes: Sizes, counts: ReadonlyMap<string, number>): number =>
  [...sizes].reduce((sum, size) => sum + 1 / (1 + (counts.get(size) ?? 0)), 0) / sizes.size;

function rarest(
  left: ReadonlyMap<Architecture, Sizes>,
  counts: ReadonlyMap<string, number>,
): readonly [Architecture, Sizes] {
  let best: readonly [Architecture, Sizes] | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const entry of left) {
    const value = worth(entry[1], counts);
    if (value > most) [best, most] = [entry, value];
  }
  if (!best) throw new RangeError("more networks than there are");
  return best;
}

/** Sizes are those of the network, whatever the pass is. */
const anyPass = { mode: "prefill", tokens: 1, batch: 1 } as const;

const sizesOf = (architecture: Architecture): Sizes =>
  new Set(networkParts(architecture, anyPass).flatMap(({ sizes }) => sizes));
