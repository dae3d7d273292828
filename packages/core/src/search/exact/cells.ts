import type { StageTerms } from "./layout.js";

/** The reachable offsets of the first s stages, ascending, with the best value of each. */
export interface Level {
  readonly offsets: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** What is offered to cells: every state of a level with every option of the next stage. */
export interface Extension {
  readonly level: Level;
  readonly stage: StageTerms;
  /** Of the options of the stage. */
  readonly offsets: Float64Array;
  /** Offsets above it are of no interest. */
  readonly last: number;
}

/** Up to this many cells a level is laid out densely; beyond it, offsets are looked up one by one. */
export const maximumDense = 1 << 23;

/** Makes the next level, again and again in the same memory. */
export class Cells {
  #high = new Float64Array(0);
  #low = new Float64Array(0);

  /**
   * The best value of every offset that an extension reaches.
   *
   * @param admits whether a value at an offset is worth keeping; asked only where there are too many offsets for dense cells
   */
  extended(extension: Extension, admits: (offset: number, value: number) => boolean): Level {
    const { level, offsets, last } = extension;
    const widest = offsets.reduce((most, offset) => Math.max(most, offset), 0);
    const start = level.offsets[0] ?? 0;
    const end = Math.min(last, (level.offsets.at(-1) ?? 0) + widest);
    const count = level.offsets.length === 0 ? 0 : Math.max(0, end - start + 1);
    return count <= maximumDense
      ? this.#dense(extension, start, count)
      : new SparseCells().extended(extension, admits);
  }

  #dense({ level, stage, offsets }: Extension, start: number, count: number): Level {
    if (this.#high.length < count) {
      this.#high = new Float64Array(count);
      this.#low = new Float64Array(count);
    }
    const high = this.#high.subarray(0, count).fill(Number.NEGATIVE_INFINITY);
    const low = this.#low.subarray(0, count);
    for (let option = 0; option < offsets.length; option++) {
      const shift = (offsets[option] as number) - start;
      improve(level, shift, stage.high[option] as number, stage.low[option] as number, high, low);
    }
    return compacted(start, high, low);
  }
}

/** Offers every state of a level, shifted by one option, to the cells. */
function improve(
  { offsets, high: fromHigh, low: fromLow }: Level,
  shift: number,
  addHigh: number,
  addLow: number,
  high: Float64Array,
  low: Float64Array,
): void {
  for (let state = 0; state < offsets.length; state++) {
    const cell = (offsets[state] as number) + shift;
    if (cell >= high.length) return; // offsets ascend
    const newHigh = (fromHigh[state] as number) + addHigh;
    const newLow = (fromLow[state] as number) + addLow;
    if (newHigh - (high[cell] as number) + (newLow - (low[cell] as number)) > 0) {
      high[cell] = newHigh;
      low[cell] = newLow;
    }
  }
}

function compacted(start: number, high: Float64Array, low: Float64Array): Level {
  let count = 0;
  for (let cell = 0; cell < high.length; cell++) if (high[cell] !== Number.NEGATIVE_INFINITY) count++;
  const level = emptyLevel(count);
  for (let cell = 0, state = 0; cell < high.length; cell++) {
    if (high[cell] === Number.NEGATIVE_INFINITY) continue;
    level.offsets[state] = start + cell;
    level.high[state] = high[cell] as number;
    level.low[state++] = low[cell] as number;
  }
  return level;
}

/** A level whose entries are still to be filled in. */
export const emptyLevel = (states: number): Level => ({
  offsets: new Float64Array(states),
  high: new Float64Array(states),
  low: new Float64Array(states),
});

/** Cells found by hashing their offset, with open addressing; at most half of the places are taken. */
class SparseCells {
  #places = 1 << 16;
  #offsets = new Float64Array(this.#places).fill(-1);
  #high = new Float64Array(this.#places);
  #low = new Float64Array(this.#places);
  #count = 0;

  extended(
    { level, stage, offsets, last }: Extension,
    admits: (offset: number, value: number) => boolean,
  ): Level {
    for (let option = 0; option < offsets.length; option++) {
      const [addHigh, addLow] = [stage.high[option] as number, stage.low[option] as number];
      for (let state = 0; state < level.offsets.length; state++) {
        const offset = (level.offsets[state] as number) + (offsets[option] as number);
        if (offset > last) break;
        const high = (level.high[state] as number) + addHigh;
        const low = (level.low[state] as number) + addLow;
        if (admits(offset, high + low)) this.#offer(offset, high, low);
      }
    }
    return this.#sorted();
  }

  #offer(offset: number, high: number, low: number): void {
    const place = this.#placeOf(offset);
    if (this.#offsets[place] === offset) {
      if (high - (this.#high[place] as number) + (low - (this.#low[place] as number)) <= 0) return;
    } else this.#count++;
    this.#offsets[place] = offset;
    this.#high[place] = high;
    this.#low[place] = low;
    if (2 * this.#count > this.#places) this.#grow();
  }

  /** Where an offset stands, or where it would have to. */
  #placeOf(offset: number): number {
    const mask = this.#places - 1;
    const word = (offset | 0) ^ (offset * 2 ** -32); // both halves of the number
    let place = (Math.imul(word ^ (word >>> 15), 0x2c1b3c6d) >>> 7) & mask;
    while (this.#offsets[place] !== -1 && this.#offsets[place] !== offset) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [offsets, high, low] = [this.#offsets, this.#high, this.#low];
    this.#places *= 2;
    this.#offsets = new Float64Array(this.#places).fill(-1);
    this.#high = new Float64Array(this.#places);
    this.#low = new Float64Array(this.#places);
    for (let from = 0; from < offsets.length; from++) {
      if (offsets[from] === -1) continue;
      const place = this.#placeOf(offsets[from] as number);
      this.#offsets[place] = offsets[from] as number;
      this.#high[place] = high[from] as number;
      this.#low[place] = low[from] as number;
    }
  }

  #sorted(): Level {
    const offsets = this.#offsets.filter((offset) => offset !== -1).sort();
    const places = Int32Array.from(offsets, (offset) => this.#placeOf(offset));
    return {
      offsets,
      high: Float64Array.from(places, (place) => this.#high[place] as number),
      low: Float64Array.from(places, (place) => this.#low[place] as number),
    };
  }
}
