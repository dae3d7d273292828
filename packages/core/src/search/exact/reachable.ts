import { UsageError } from "../../errors.js";
import { greatestCommonDivisor } from "../greatest-common-divisor.js";

/*
 * Notation: an architecture is a choice of one option in each of S stages (layers). Option j of stage s has a cost c_sj, a whole
 * number, and a value v_sj = high + low that adds exactly (see `capacity/exact-sum.ts`). f_s(c) is the largest value of the first
 * s stages at a total cost of exactly c:
 *
 *     f_0(0) = 0,   f_s(c) = max_j [ f_{s−1}(c − c_sj) + v_sj ]
 *
 * over the costs c that are reachable. Costs are counted from the cheapest choice and divided by the greatest common divisor of all
 * differences, so that most spaces have few of them.
 */

/** The options of one stage; entry j of each list belongs to option j. */
export interface StageTerms {
  readonly costs: readonly number[];
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** The reachable costs of the first s stages, ascending, with the best value of each. */
export interface Level {
  readonly offsets: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** What the dynamic program knows of one macro option. */
export interface Reachable {
  /** One level for 0, 1, …, S stages. */
  readonly levels: readonly Level[];
  /** Cost = base + unit · offset. */
  readonly base: number;
  readonly unit: number;
  /** Offset of every option, stage by stage. */
  readonly optionOffsets: readonly Float64Array[];
}

/** Up to this many cells one level is laid out densely; beyond it, reachable costs are looked up one by one. */
const maximumDense = 1 << 23;
/** Beyond this many reachable costs the program would take minutes and gigabytes. */
const maximumStates = 4_000_000;

/**
 * Runs the dynamic program.
 *
 * @param maximum costs above it are of no interest
 * @param dominance keeps a cost only if it is worth more than all lower costs: enough for the best and for the Pareto front, far
 *   fewer states, but the second best may be lost
 * @throws {UsageError} where there are too many reachable costs
 */
export function reach(stages: readonly StageTerms[], maximum: number, dominance: boolean): Reachable {
  const minima = stages.map(({ costs }) =>
    costs.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY),
  );
  const base = minima.reduce((sum, least) => sum + least, 0);
  const unit =
    stages.reduce(
      (divisor, { costs }, s) =>
        costs.reduce((d, cost) => greatestCommonDivisor(d, cost - (minima[s] as number)), divisor),
      0,
    ) || 1;
  const optionOffsets = stages.map(({ costs }, s) =>
    Float64Array.from(costs, (cost) => (cost - (minima[s] as number)) / unit),
  );
  const last = Math.floor((maximum - base) / unit);
  const levels: Level[] = [
    { offsets: Float64Array.of(0), high: Float64Array.of(0), low: Float64Array.of(0) },
  ];
  for (const [s, stage] of stages.entries()) {
    const next = extend(levels[s] as Level, stage, optionOffsets[s] as Float64Array, last);
    levels.push(dominance ? undominated(next) : next);
  }
  return { levels, base, unit, optionOffsets };
}

function extend(level: Level, stage: StageTerms, offsets: Float64Array, last: number): Level {
  const widest = offsets.reduce((most, offset) => Math.max(most, offset), 0);
  const end = Math.min(last, (level.offsets.at(-1) ?? 0) + widest);
  return end < maximumDense
    ? extendDense(level, stage, offsets, end)
    : extendSparse(level, stage, offsets, end);
}

function extendDense(level: Level, stage: StageTerms, offsets: Float64Array, end: number): Level {
  const high = new Float64Array(Math.max(0, end + 1)).fill(Number.NEGATIVE_INFINITY);
  const low = new Float64Array(high.length);
  for (let option = 0; option < offsets.length; option++)
    improve(
      level,
      offsets[option] as number,
      stage.high[option] as number,
      stage.low[option] as number,
      high,
      low,
    );
  return compacted(high, low);
}

/** Offers every state of a level, shifted by one option, to the cells. */
function improve(
  level: Level,
  shift: number,
  addHigh: number,
  addLow: number,
  high: Float64Array,
  low: Float64Array,
): void {
  const { offsets } = level;
  for (let state = 0; state < offsets.length; state++) {
    const cell = (offsets[state] as number) + shift;
    if (cell >= high.length) return; // offsets ascend
    const newHigh = (level.high[state] as number) + addHigh;
    const newLow = (level.low[state] as number) + addLow;
    if (newHigh - (high[cell] as number) + (newLow - (low[cell] as number)) > 0) {
      high[cell] = newHigh;
      low[cell] = newLow;
    }
  }
}

function compacted(high: Float64Array, low: Float64Array): Level {
  let count = 0;
  for (let cell = 0; cell < high.length; cell++) if (high[cell] !== Number.NEGATIVE_INFINITY) count++;
  const level = {
    offsets: new Float64Array(count),
    high: new Float64Array(count),
    low: new Float64Array(count),
  };
  for (let cell = 0, state = 0; cell < high.length; cell++) {
    if (high[cell] === Number.NEGATIVE_INFINITY) continue;
    level.offsets[state] = cell;
    level.high[state] = high[cell] as number;
    level.low[state++] = low[cell] as number;
  }
  return level;
}

function extendSparse(level: Level, stage: StageTerms, offsets: Float64Array, end: number): Level {
  const best = new Map<number, { high: number; low: number }>();
  for (let option = 0; option < offsets.length; option++) {
    for (let state = 0; state < level.offsets.length; state++) {
      const cell = (level.offsets[state] as number) + (offsets[option] as number);
      if (cell > end) break;
      const high = (level.high[state] as number) + (stage.high[option] as number);
      const low = (level.low[state] as number) + (stage.low[option] as number);
      const known = best.get(cell);
      if (!known) best.set(cell, { high, low });
      else if (high - known.high + (low - known.low) > 0) Object.assign(known, { high, low });
    }
    if (best.size > maximumStates)
      throw new UsageError(
        `this space has more than ${maximumStates.toLocaleString("en-US")} reachable costs`,
      );
  }
  const cells = Float64Array.from(best.keys()).sort();
  const at = (cell: number) => best.get(cell) as { high: number; low: number };
  return { offsets: cells, high: cells.map((cell) => at(cell).high), low: cells.map((cell) => at(cell).low) };
}

/** Only the states that are worth more than every cheaper one. */
function undominated({ offsets, high, low }: Level): Level {
  const kept = {
    offsets: new Float64Array(offsets.length),
    high: new Float64Array(offsets.length),
    low: new Float64Array(offsets.length),
  };
  let count = 0;
  for (let state = 0; state < offsets.length; state++) {
    const [one, other] = [high[state] as number, low[state] as number];
    const last = count - 1;
    if (count > 0 && one - (kept.high[last] as number) + (other - (kept.low[last] as number)) <= 0) continue;
    kept.offsets[count] = offsets[state] as number;
    kept.high[count] = one;
    kept.low[count++] = other;
  }
  return {
    offsets: kept.offsets.subarray(0, count),
    high: kept.high.subarray(0, count),
    low: kept.low.subarray(0, count),
  };
}
