import {
  type AlphaPoint,
  alphaCurve,
  type Benchmark,
  bestFirst,
  type CapacityPairs,
  capacityPairs,
  chosenPairs,
  kendall,
  proxies,
  Random,
  scoresAt,
  spearman,
} from "@zerolm/core";

/*
 * "Draw k labelled architectures; for α in −1.5, −1.4, …, 1.5 take Spearman's ρ between score and quality; α* = mean of the best two"
 * can be read in more than one way. Each reading below differs in one thing from the first, which is zerolm's own.
 */

/** A benchmark as the readings need it, one entry an architecture in each list. */
interface Labelled {
  readonly pairs: CapacityPairs;
  readonly quality: Float64Array;
  readonly parameters: Float64Array;
  /** Depth and hidden size as one text. */
  readonly cell: readonly string[];
}

interface Reading {
  readonly draw: (set: Labelled, labels: number, random: Random) => readonly number[];
  readonly measure: (quality: Float64Array) => (scores: Float64Array) => number | undefined;
  /** Alpha from the curve. */
  readonly choose: (curve: readonly AlphaPoint[]) => number;
  readonly judgedOn: "rest" | "all";
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const alphasOf = (curve: readonly AlphaPoint[]): number[] => curve.map(({ alpha }) => alpha);

/** The mean of the first `count` in order of value; equal ones in the order of a second number. */
const bestBy =
  (second: (alpha: number) => number, count = 2) =>
  (curve: readonly AlphaPoint[]): number => {
    const sorted = [...curve].sort(
      (one, other) => other.value - one.value || second(one.alpha) - second(other.alpha),
    );
    return mean(alphasOf(sorted.slice(0, count)));
  };

const nearest = (count: number) => (curve: readonly AlphaPoint[]) =>
  mean(alphasOf(bestFirst(curve).slice(0, count)));

/** What the mean of two would be on average if chance broke the ties. */
function overAllTies(curve: readonly AlphaPoint[]): number {
  const [first, second] = bestFirst(curve);
  const at = (value: number): number[] => alphasOf(curve.filter((point) => point.value === value));
  const best = at(first!.value);
  return best.length > 1 ? mean(best) : mean([best[0]!, mean(at(second!.value))]);
}

function withinTwoBest(curve: readonly AlphaPoint[]): number {
  const worst = bestFirst(curve)[1]!.value;
  return mean(alphasOf(curve.filter(({ value }) => value >= worst)));
}

function highestAlone(curve: readonly AlphaPoint[]): number {
  const { value: highest } = bestFirst(curve)[0]!;
  return mean(alphasOf(curve.filter(({ value }) => value === highest)));
}

/** Ranks in which equal values stand in the order that they are listed in. */
const ordinal = (values: Float64Array): Float64Array => {
  const order = Array.from(values.keys()).sort((one, other) => values[one]! - values[other]!);
  const ranks = new Float64Array(values.length);
  for (const [rank, index] of order.entries()) ranks[index] = rank;
  return ranks;
};

/** As `calibrate` draws, so that the first reading is what it prints. */
const uniform: Reading["draw"] = ({ quality }, labels, random) =>
  random.sample(quality.length, quality.length).slice(0, labels);

/** One from each of as many equal parts of the order by a number. */
const stratified =
  (numbers: (set: Labelled) => Float64Array): Reading["draw"] =>
  (set, labels, random) => {
    const by = numbers(set);
    const order = random.sample(by.length, by.length).sort((one, other) => by[one]! - by[other]!);
    const edge = (part: number): number => Math.floor((part * order.length) / labels);
    return Array.from(
      { length: labels },
      (_, part) => order[edge(part) + random.below(edge(part + 1) - edge(part))]!,
    );
  };

/** From the cells of equal depth and hidden size in turn. */
const byCells: Reading["draw"] = ({ cell }, labels, random) => {
  const order = random.sample(cell.length, cell.length);
  const cells = [...new Set(order.map((index) => cell[index]))].map((one) =>
    order.filter((index) => cell[index] === one),
  );
  return order
    .flatMap((_, turn) => cells.flatMap((indices) => indices.slice(turn, turn + 1)))
    .slice(0, labels);
};

const own: Reading = {
  draw: uniform,
  measure: (quality) => (scores) => spearman(scores, quality),
  choose: nearest(2),
  judgedOn: "rest",
};

/** Every reading tried, zerolm's own first. */
export const alphaReadings: Readonly<Record<string, Reading>> = {
  "zerolm: of equal ρ those nearest to α 0.5": own,
  "of equal ρ the lowest α": { ...own, choose: bestBy((alpha) => alpha) },
  "of equal ρ the highest α": { ...own, choose: bestBy((alpha) => -alpha) },
  "of equal ρ those nearest to α 0": { ...own, choose: bestBy(Math.abs) },
  "mean over every way to break ties": { ...own, choose: overAllTies },
  "all α as good as the second": { ...own, choose: withinTwoBest },
  "all α of the highest ρ alone": { ...own, choose: highestAlone },
  "best one": { ...own, choose: nearest(1) },
  "best three": { ...own, choose: nearest(3) },
  "α from 0 to 1 only": {
    ...own,
    choose: (curve) => own.choose(curve.filter(({ alpha }) => alpha >= 0 && alpha <= 1)),
  },
  "Kendall's τ-b for ρ": { ...own, measure: (quality) => (scores) => kendall(scores, quality) },
  "ρ of ranks without ties": {
    ...own,
    measure: (quality) => (scores) => spearman(ordinal(scores), ordinal(quality)),
  },
  "labels drawn with replacement": {
    ...own,
    draw: ({ quality }, labels, random) => Array.from({ length: labels }, () => random.below(quality.length)),
  },
  "labels spread over parameter counts": { ...own, draw: stratified((set) => set.parameters) },
  "labels spread over depth and hidden size": { ...own, draw: byCells },
  "labels spread over quality (needs all)": { ...own, draw: stratified((set) => set.quality) },
  "tested on all networks": { ...own, judgedOn: "all" },
};

const pick = (values: Float64Array, indices: readonly number[]): Float64Array =>
  Float64Array.from(indices, (index) => values[index]!);

function labelledOf({ entries }: Benchmark): Labelled {
  const size = proxies.parameters.scorer({});
  return {
    pairs: capacityPairs(entries.map(({ architecture }) => architecture)),
    quality: Float64Array.from(entries, (entry) => entry.quality),
    parameters: Float64Array.from(entries, ({ architecture }) => size.score(architecture).value),
    cell: entries.map(({ macro }) => `${macro.depth} ${macro.hidden}`),
  };
}

/** Kendall's τ of each draw of a reading. */
export function tausOf(
  benchmark: Benchmark,
  { draw, measure, choose, judgedOn }: Reading,
  { labels, draws, seed }: { readonly labels: number; readonly draws: number; readonly seed: number },
): { readonly alphas: number[]; readonly taus: number[] } {
  const set = labelledOf(benchmark);
  const random = new Random(seed);
  const all = Array.from(set.quality.keys());
  const alphas: number[] = [];
  const taus = Array.from({ length: draws }, () => {
    const seen = draw(set, labels, random);
    const known = new Set(seen);
    const alpha = choose(alphaCurve(chosenPairs(set.pairs, seen), measure(pick(set.quality, seen))));
    const judges = judgedOn === "all" ? all : all.filter((index) => !known.has(index));
    alphas.push(alpha);
    return kendall(scoresAt(alpha, chosenPairs(set.pairs, judges)), pick(set.quality, judges)) ?? 0;
  });
  return { alphas, taus };
}

/** Kendall's τ of one alpha over a whole benchmark. */
export function tauAt(benchmark: Benchmark, alpha: number): number {
  const { pairs, quality } = labelledOf(benchmark);
  return kendall(scoresAt(alpha, pairs), quality) ?? 0;
}
