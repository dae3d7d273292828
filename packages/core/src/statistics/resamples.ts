import { Random } from "../random/random.js";

/** Resamples that were drawn last, one after the other. */
interface Drawn {
  /** The number of things in each group, as a text. */
  readonly counts: string;
  readonly seed: number;
  readonly times: number;
  readonly weights: Int32Array;
}

/** So many numbers are kept, 16 MB; larger sets are drawn anew each time. */
const keptAtMost = 4_000_000;

/**
 * What is drawn depends on the three numbers alone, and the proxies of a benchmark, judged one after the other, all ask for the same: drawing
 * took a quarter of the time.
 */
let last: Drawn | undefined;

/**
 * Resamples of groups of things: how often each is drawn when a group of n things is drawn from n times, with replacement. Look at one
 * before asking for the next, and do not write to it.
 *
 * @param counts how many things there are in each group; a resample holds their weights one group after the other
 * @example
 * for (const weights of resamples([500], 2000, 0)) points.weigh(weights);
 */
export function* resamples(counts: readonly number[], times: number, seed: number): Generator<Int32Array> {
  const count = counts.reduce((sum, one) => sum + one, 0);
  const kept = count * times <= keptAtMost;
  const key = counts.join();
  if (kept && (last?.counts !== key || last.seed !== seed || last.times !== times))
    last = { counts: key, seed, times, weights: drawAll(counts, count, times, seed) };
  const { weights } = last ?? {};
  if (kept && weights) {
    for (let done = 0; done < times; done++) yield weights.subarray(done * count, (done + 1) * count);
    return;
  }
  const random = new Random(seed);
  const one = new Int32Array(count);
  for (let done = 0; done < times; done++) {
    drawInto(one.fill(0), counts, random);
    yield one;
  }
}

function drawAll(counts: readonly number[], count: number, times: number, seed: number): Int32Array {
  const random = new Random(seed);
  const weights = new Int32Array(count * times);
  for (let done = 0; done < times; done++)
    drawInto(weights.subarray(done * count, (done + 1) * count), counts, random);
  return weights;
}

function drawInto(weights: Int32Array, counts: readonly number[], random: Random): void {
  let start = 0;
  for (const count of counts) {
    for (let drawn = 0; drawn < count; drawn++) weights[start + random.below(count)]++;
    start += count;
  }
}
