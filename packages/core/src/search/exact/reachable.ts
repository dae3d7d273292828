import { Cells, emptyLevel, type Level } from "./cells.js";
import type { Clock, Standing } from "./clock.js";
import type { Layout, StageTerms } from "./layout.js";
import { type Relaxation, type Remainder, raised } from "./relaxation.js";

/*
 * f_s(c) is the largest value of the first s stages at a total offset of exactly c:
 *
 *     f_0(0) = 0,   f_s(c) = max_j [ f_{s−1}(c − c_sj) + v_sj ]
 *
 * over the offsets c that are reachable. A state (s, c) is not followed where f_s(c) and the relaxation of the stages that remain are
 * together below a threshold; and where there are too many, only those with the highest bounds are, and it is told what the others
 * could have led to.
 */

/** What the dynamic program knows of one macro option. */
export interface Reachable {
  /** One level for 0, 1, …, S stages. */
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
  /**
   * Keeps an offset only if it is worth more than all lower ones: enough for the Pareto front, far fewer states, but the second best may
   * be lost.
   */
  readonly dominance: boolean;
}

/**
 * Runs the dynamic program.
 *
 * @param standing what to report of the search, given the share of the stages that are done
 * @returns nothing where the clock ended it
 */
export async function reach(
  { stages, offsets }: Layout,
  relaxation: Relaxation,
  pursuit: Pursuit,
  clock: Clock,
  standing: (share: number) => Standing,
): Promise<Reachable | undefined> {
  const cells = new Cells();
  const levels: Level[] = [
    { offsets: Float64Array.of(0), high: Float64Array.of(0), low: Float64Array.of(0) },
  ];
  let lost = Number.NEGATIVE_INFINITY;
  for (const [index, stage] of stages.entries()) {
    if (clock.isDue) await clock.report(standing(index / stages.length));
    if (clock.isOver) return undefined;
    const judge = new Judge(relaxation.from(index + 1), pursuit);
    const next = cells.extended(
      {
        level: levels[index] as Level,
        stage: stage as StageTerms,
        offsets: offsets[index] as Float64Array,
        last: pursuit.most,
      },
      judge.admits,
    );
    const thinned = pursuit.dominance ? spread(undominated(next), pursuit.limit) : judge.thinned(next);
    levels.push(thinned.level);
    lost = Math.max(lost, thinned.lost);
  }
  return { levels, lost };
}

/** Judges the states of one level by what they may still lead to. */
class Judge {
  readonly #remainder: Remainder;
  readonly #pursuit: Pursuit;

  constructor(remainder: Remainder, pursuit: Pursuit) {
    this.#remainder = remainder;
    this.#pursuit = pursuit;
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

  /** The states worth following, and what the best of the others that are could lead to. */
  thinned(level: Level): { readonly level: Level; readonly lost: number } {
    const { least, threshold, limit } = this.#pursuit;
    const everything = threshold === Number.NEGATIVE_INFINITY && least === Number.NEGATIVE_INFINITY;
    if (everything && level.offsets.length <= limit) return { level, lost: Number.NEGATIVE_INFINITY };
    const bounds = new Float64Array(level.offsets.length);
    let count = 0;
    for (let state = 0; state < bounds.length; state++) {
      const value = (level.high[state] as number) + (level.low[state] as number);
      const bound = this.#bound(level.offsets[state] as number, value);
      bounds[state] = bound >= threshold ? bound : Number.NEGATIVE_INFINITY;
      if (bounds[state] !== Number.NEGATIVE_INFINITY) count++;
    }
    if (count <= limit) {
      const kept = count === bounds.length ? level : selected(level, bounds, Number.NEGATIVE_INFINITY, count);
      return { level: kept, lost: Number.NEGATIVE_INFINITY };
    }
    return highest(level, bounds, limit);
  }
}

/** So many states of a level, evenly spread. What is left out may be worth anything. */
function spread(level: Level, limit: number): { level: Level; lost: number } {
  const { length } = level.offsets;
  if (length <= limit) return { level, lost: Number.NEGATIVE_INFINITY };
  const kept = emptyLevel(limit);
  for (let place = 0; place < limit; place++)
    copyState(level, Math.floor((place * length) / limit), kept, place);
  return { level: kept, lost: Number.POSITIVE_INFINITY };
}

/** The states whose bound is above a cut. */
function selected(level: Level, bounds: Float64Array, cut: number, count: number): Level {
  const kept = emptyLevel(count);
  let place = 0;
  for (let state = 0; state < bounds.length; state++)
    if ((bounds[state] as number) > cut) copyState(level, state, kept, place++);
  return kept;
}

/** So many states with the highest bounds; of those at the cut, which may be many, evenly spread ones. */
function highest(level: Level, bounds: Float64Array, limit: number): { level: Level; lost: number } {
  const cut = bounds.toSorted()[bounds.length - limit - 1] as number;
  let [above, at] = [0, 0];
  for (const bound of bounds) {
    if (bound > cut) above++;
    else if (bound === cut) at++;
  }
  const kept = emptyLevel(limit);
  const room = limit - above;
  let [place, passed] = [0, 0];
  for (let state = 0; state < bounds.length; state++) {
    const bound = bounds[state] as number;
    // Of `at` states the n-th is taken where n · room / at passes a whole number.
    const taken = bound > cut || (bound === cut && (passed++ * room) % at < room);
    if (taken) copyState(level, state, kept, place++);
  }
  return { level: kept, lost: cut };
}

function copyState(from: Level, state: number, to: Level, place: number): void {
  to.offsets[place] = from.offsets[state] as number;
  to.high[place] = from.high[state] as number;
  to.low[place] = from.low[state] as number;
}

/** Only the states that are worth more than every cheaper one. */
function undominated(level: Level): Level {
  const { offsets, high, low } = level;
  const kept = emptyLevel(offsets.length);
  let count = 0;
  for (let state = 0; state < offsets.length; state++) {
    const last = count - 1;
    const more =
      (high[state] as number) -
      (kept.high[last] as number) +
      ((low[state] as number) - (kept.low[last] as number));
    if (count === 0 || more > 0) copyState(level, state, kept, count++);
  }
  return {
    offsets: kept.offsets.subarray(0, count),
    high: kept.high.subarray(0, count),
    low: kept.low.subarray(0, count),
  };
}
