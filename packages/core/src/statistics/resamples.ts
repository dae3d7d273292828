import { Random } from "../random/random.js";

/** Resamples that were drawn last, one after the other. */
interface Drawn {
  readonly count: number;
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
 * Resamples of n things: how often each is drawn in n draws with replacement. Look at one before asking for the next, and do not
 * write to it.
 *
 * @example
 * for (const weights of resamples(500, 2000, 0)) points.weigh(weights);
 */
export function* resamples(count: number, times: number, seed: number): Generator<Int32Array> {
  const kept = count * times <= keptAtMost;
  if (kept && (last?.count !== count || last.seed !== seed || last.times !== times))
    last = { count, seed, times, weights: drawAll(count, times, seed) };
  const { weights } = last ?? {};
  if (kept && weights) {
    for (let done = 0; done < times; done++) yield weights.subarray(done * count, (done + 1) * count);
    return;
  }
  const random = new Random(seed);
  const one = new Int32Array(count);
  for (let done = 0; done < times; done++) {
    drawInto(one.fill(0), random);
    yield one;
  }
}

function drawAll(count: number, times: number, seed: number): Int32Array {
  const random = new Random(seed);
  const weights = new Int32Array(count * times);
  for (let done = 0; done < times; done++)
    drawInto(weights.subarray(done * count, (done + 1) * count), random);
  return weights;
}

function drawInto(weights: Int32Array, random: Random): void {
  for (let drawn = 0; drawn < weights.length; drawn++) weights[random.below(weights.length)]!++;
}
