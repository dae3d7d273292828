import { Cells } from "./cells.js";
import type { Knapsack } from "./knapsack.js";
import { copyState, firstStates, type Level, LevelMemory, origin } from "./level.js";
import { type Remainder, raised } from "./relaxation.js";

/** What the dynamic program knows of a knapsack. */
export interface Reachable {
  /** One level for 0, 1, …, G groups. */
  readonly levels: readonly Level[];
  /** An upper bound on the value of all that was left out though it may reach the threshold; −∞ where nothing was. */
  readonly lost: number;
}

/** What is worth following. */
export interface Pursuit {
  /** Offsets of interest, both ends included. */
  readonly least: number;
  readonly most: number;
  /** Total values below it are of no interest. */
  readonly threshold: number;
  /** How many states of a level are followed at most. */
  readonly limit: number;
  /** Keeps an offset only if it is worth more than all lower ones: the best and the front remain, the second best may be lost. */
  readonly dominance: boolean;
}

/**
 * Runs the dynamic program. Before each group it yields the share of the groups that are done, and ends if `true` comes back.
 *
 * @returns undefined if it was ended
 */
export function* reach(
  { groups, offsets, relaxation }: Knapsack,
  pursuit: Pursuit,
): Generator<number, Reachable | undefined, boolean> {
  const cells = new Cells();
  const memory = new LevelMemory();
  const levels = [origin];
  let lost = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < groups.length; index++) {
    if (yield index / groups.length) return undefined;
    const judge = new Judge(relaxation.from(index + 1), pursuit, memory);
    const extension = {
      level: levels[index],
      group: groups[index],
      offsets: offsets[index],
      last: pursuit.most,
    };
    const thinned = judge.thinned(cells.extended(extension, judge.admits));
    levels.push(thinned.level);
    lost = Math.max(lost, thinned.lost);
  }
  return { levels, lost };
}

/** A level, and an upper bound on what was left out of it though it may reach the threshold. */
interface Thinned {
  readonly level: Level;
  readonly lost: number;
}

/** Judges the states of one level by what they may still lead to. */
class Judge {
  readonly #remainder: Remainder;
  readonly #pursuit: Pursuit;
  readonly #memory: LevelMemory;

  constructor(remainder: Remainder, pursuit: Pursuit, memory: LevelMemory) {
    this.#remainder = remainder;
    this.#pursuit = pursuit;
    this.#memory = memory;
  }

  /** Whether a state may lead to what is of interest. */
  readonly admits = (offset: number, value: number): boolean => {
    const bound = this.#bound(offset, value);
    return bound > Number.NEGATIVE_INFINITY && bound >= this.#pursuit.threshold;
  };

  #bound(offset: number, value: number): number {
    const { least, most } = this.#pursuit;
    return raised(value + this.#remainder.within(least - offset, most - offset));
  }

  /** The states worth following, in memory of their own. */
  thinned(next: Level): Thinned {
    const { least, threshold, limit, dominance } = this.#pursuit;
    const level = dominance ? undominated(next) : next;
    const takesAll = threshold === Number.NEGATIVE_INFINITY && least === Number.NEGATIVE_INFINITY;
    if (takesAll && level.offsets.length <= limit) return this.#whole(level);
    // Any state may be on the front.
    const bounds =
      takesAll && dominance
        ? new Float64Array(level.offsets.length).fill(Number.POSITIVE_INFINITY)
        : this.#bounds(level);
    const count = bounds.reduce((sum, bound) => sum + Number(bound !== Number.NEGATIVE_INFINITY), 0);
    if (count > limit) return this.#highest(level, bounds);
    return this.#whole(count === bounds.length ? level : selected(level, bounds));
  }

  /** What each state may lead to; −∞ if that is of no interest. */
  #bounds({ offsets, high, low }: Level): Float64Array {
    const { threshold } = this.#pursuit;
    const bounds = new Float64Array(offsets.length);
    for (let state = 0; state < bounds.length; state++) {
      const value = high[state] + low[state];
      const bound = this.#bound(offsets[state], value);
      bounds[state] = bound >= threshold ? bound : Number.NEGATIVE_INFINITY;
    }
    return bounds;
  }

  #whole(level: Level): Thinned {
    return { level: this.#memory.kept(level), lost: Number.NEGATIVE_INFINITY };
  }

  /** As many states as may be followed, those with the highest bounds; of those at the cut, which may be many, evenly spread ones. */
  #highest(level: Level, bounds: Float64Array): Thinned {
    const { limit } = this.#pursuit;
    const cut = bounds.toSorted()[bounds.length - limit - 1];
    let [above, at] = [0, 0];
    for (const bound of bounds) {
      if (bound > cut) above++;
      else if (bound === cut) at++;
    }
    const kept = this.#memory.level(limit);
    const room = limit - above;
    let [place, passed] = [0, 0];
    for (let state = 0; state < bounds.length; state++) {
      const bound = bounds[state];
      // Of `at` states the n-th is taken where n · room / at passes a whole number.
      const taken = bound > cut || (bound === cut && (passed++ * room) % at < room);
      if (taken) copyState(level, state, kept, place++);
    }
    return { level: kept, lost: cut };
  }
}

/** The states that may lead to something; they are moved together in place. */
function selected(level: Level, bounds: Float64Array): Level {
  let count = 0;
  for (let state = 0; state < bounds.length; state++)
    if (bounds[state] !== Number.NEGATIVE_INFINITY) copyState(level, state, level, count++);
  return firstStates(level, count);
}

/** Only the states that are worth more than every cheaper one; they are moved together in place. */
function undominated(level: Level): Level {
  const { offsets, high, low } = level;
  let count = 0;
  for (let state = 0; state < offsets.length; state++) {
    const last = count - 1;
    const more = high[state] - high[last] + (low[state] - low[last]);
    if (count === 0 || more > 0) copyState(level, state, level, count++);
  }
  return firstStates(level, count);
}
