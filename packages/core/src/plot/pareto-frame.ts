/** A size and a score. */
interface Point {
  readonly parameters: number;
  readonly score: number;
}

/** How sizes are laid along the x axis. */
export interface ParetoFrame {
  readonly logarithmic: boolean;
  /** Where a size lies: 0 at the smallest that is shown, 1 at the largest, 0.5 if there is only one. */
  readonly position: (parameters: number) => number;
  /** The size that is drawn halfway between the first and the last of some sizes. */
  readonly middle: (parameters: readonly number[]) => number;
}

/** Sizes that span more than this factor are shown on a logarithmic axis. */
const logarithmicFrom = 20;

/** The frame that holds all sizes of a plot. */
export function paretoFrame(sizes: Iterable<number>): ParetoFrame {
  let [low, high] = [Infinity, -Infinity];
  for (const size of sizes) [low, high] = [Math.min(low, size), Math.max(high, size)];
  const logarithmic = low > 0 && high / low > logarithmicFrom;
  const scale = logarithmic ? Math.log : (size: number) => size;
  const span = scale(high) - scale(low);
  return {
    logarithmic,
    position: (parameters) => (span > 0 ? (scale(parameters) - scale(low)) / span : 0.5),
    middle: (parameters) => {
      const [first, last] = [parameters.at(0) ?? Number.NaN, parameters.at(-1) ?? Number.NaN];
      return logarithmic ? Math.sqrt(first * last) : (first + last) / 2;
    },
  };
}

/** Across the plot, the room that a label needs. */
const labelRoom = 0.2;

/**
 * The point of the front that carries the front's label: the farthest across from the best, whose label must not meet it,
 * and away from the edges where there is a choice. Undefined where there is no room.
 */
export function labelledPoint<P extends Point>(
  front: readonly P[],
  best: Point | undefined,
  { position }: ParetoFrame,
): P | undefined {
  const distance = ({ parameters }: P) =>
    best === undefined ? 1 : Math.abs(position(parameters) - position(best.parameters));
  const free = front.filter((point) => distance(point) >= labelRoom);
  const inner = free.filter(({ parameters }) => Math.abs(position(parameters) - 0.55) <= 0.35);
  return largest(inner.length > 0 ? inner : free, distance);
}

/** The first of the entries with the largest value. */
export function largest<T>(entries: readonly T[], value: (entry: T) => number): T | undefined {
  let found: T | undefined;
  for (const entry of entries) if (found === undefined || value(entry) > value(found)) found = entry;
  return found;
}
