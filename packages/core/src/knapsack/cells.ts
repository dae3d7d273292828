import type { Group } from "./knapsack.js";
import { firstStates, type Level, ownLevel } from "./level.js";

/** What is offered to cells: every state of a level with every choice of the next group. */
export interface Extension {
  readonly level: Level;
  readonly group: Group;
  /** Of the choices of the group. */
  readonly offsets: readonly number[];
  /** Offsets above it are of no interest. */
  readonly last: number;
}

/** Up to this many cells a level is laid out densely; beyond it, offsets are looked up one by one. */
export const maximumDense = 1 << 23;

/** So many cells are made at once. */
const fewCells = 1 << 9;

/** Makes the next level, again and again in the same memory. */
export class Cells {
  #cells = ownLevel(0);

  /**
   * The best value of every offset that an extension reaches. The next call overwrites it.
   *
   * @param admits whether a value at an offset is worth keeping; asked only if there are too many offsets for dense cells
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

  #dense({ level, group, offsets }: Extension, start: number, count: number): Level {
    // The next levels are wider.
    if (this.#cells.high.length < count) this.#cells = ownLevel(Math.max(2 * count, fewCells));
    const cells = firstStates(this.#cells, count);
    cells.high.fill(Number.NEGATIVE_INFINITY);
    for (let choice = 0; choice < offsets.length; choice++) {
      const shift = offsets[choice] - start;
      improve(level, shift, group.high[choice], group.low[choice], cells);
    }
    return compacted(start, cells);
  }
}

/** Offers every state of a level, shifted by one choice, to the cells. */
function improve(
  { offsets, high: fromHigh, low: fromLow }: Level,
  shift: number,
  addHigh: number,
  addLow: number,
  { high, low }: Level,
): void {
  for (let state = 0; state < offsets.length; state++) {
    const cell = offsets[state] + shift;
    if (cell >= high.length) return; // offsets ascend
    const newHigh = fromHigh[state] + addHigh;
    const newLow = fromLow[state] + addLow;
    if (newHigh - high[cell] + (newLow - low[cell]) > 0) {
      high[cell] = newHigh;
      low[cell] = newLow;
    }
  }
}

/** Moves the cells that were reached together, in place. */
function compacted(start: number, cells: Level): Level {
  const { offsets, high, low } = cells;
  let count = 0;
  for (let cell = 0; cell < high.length; cell++) {
    if (high[cell] === Number.NEGATIVE_INFINITY) continue;
    offsets[count] = start + cell;
    high[count] = high[cell];
    low[count++] = low[cell];
  }
  return firstStates(cells, count);
}

/** Cells found by hashing their offset, with open addressing; at most half of the places are taken. */
class SparseCells {
  #places = 1 << 16;
  #offsets = new Float64Array(this.#places).fill(-1);
  #high = new Float64Array(this.#places);
  #low = new Float64Array(this.#places);
  #count = 0;

  extended(
    { level, group, offsets, last }: Extension,
    admits: (offset: number, value: number) => boolean,
  ): Level {
    for (let choice = 0; choice < offsets.length; choice++) {
      const [addHigh, addLow] = [group.high[choice], group.low[choice]];
      for (let state = 0; state < level.offsets.length; state++) {
        const offset = level.offsets[state] + offsets[choice];
        if (offset > last) break;
        const high = level.high[state] + addHigh;
        const low = level.low[state] + addLow;
        if (admits(offset, high + low)) this.#offer(offset, high, low);
      }
    }
    return this.#sorted();
  }

  #offer(offset: number, high: number, low: number): void {
    const place = this.#placeOf(offset);
    if (this.#offsets[place] === offset) {
      if (high - this.#high[place] + (low - this.#low[place]) <= 0) return;
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
      const place = this.#placeOf(offsets[from]);
      this.#offsets[place] = offsets[from];
      this.#high[place] = high[from];
      this.#low[place] = low[from];
    }
  }

  #sorted(): Level {
    const offsets = this.#offsets.filter((offset) => offset !== -1).sort();
    const places = Int32Array.from(offsets, (offset) => this.#placeOf(offset));
    return {
      offsets,
      high: Float64Array.from(places, (place) => this.#high[place]),
      low: Float64Array.from(places, (place) => this.#low[place]),
    };
  }
}
