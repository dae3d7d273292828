/** The reachable offsets of the first groups, ascending, with the best value of each. */
export interface Level {
  readonly offsets: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** Numbers of the largest block of memory that levels share. */
const largestBlock = 1 << 16;

/** Gives levels their memory. Small ones share blocks: many small arrays take longer to make than to fill. */
export class LevelMemory {
  #block = new Float64Array(1 << 10);
  #used = 0;

  /** A level whose entries are still to be filled in. */
  level(states: number): Level {
    const numbers = 3 * states;
    if (4 * numbers > largestBlock) return ownLevel(states);
    if (this.#used + numbers > this.#block.length) {
      this.#block = new Float64Array(Math.min(Math.max(numbers, 2 * this.#block.length), largestBlock));
      this.#used = 0;
    }
    this.#used += numbers;
    return levelIn(this.#block, this.#used - numbers, states);
  }

  /** A copy that nothing overwrites. */
  kept({ offsets, high, low }: Level): Level {
    const level = this.level(offsets.length);
    level.offsets.set(offsets);
    level.high.set(high);
    level.low.set(low);
    return level;
  }
}

/** A level whose entries are still to be filled in, with memory of its own. */
export const ownLevel = (states: number): Level => levelIn(new Float64Array(3 * states), 0, states);

const levelIn = (block: Float64Array, start: number, states: number): Level => ({
  offsets: block.subarray(start, start + states),
  high: block.subarray(start + states, start + 2 * states),
  low: block.subarray(start + 2 * states, start + 3 * states),
});

/** The level of no groups: nothing at an offset of 0. */
export const origin = ownLevel(1);

export function copyState(from: Level, state: number, to: Level, place: number): void {
  to.offsets[place] = from.offsets[state];
  to.high[place] = from.high[state];
  to.low[place] = from.low[state];
}

/** The first states of a level. */
export const firstStates = ({ offsets, high, low }: Level, count: number): Level => ({
  offsets: offsets.subarray(0, count),
  high: high.subarray(0, count),
  low: low.subarray(0, count),
});
