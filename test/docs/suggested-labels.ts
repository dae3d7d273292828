import { type Benchmark, fitPredictor, kendall, Random, suggest } from "@zerolm/core";

/** τ on the networks without label, where labels were drawn at random and where they were suggested. */
export interface SuggestedPoint {
  readonly labels: number;
  readonly random: number;
  readonly suggested: number;
}

const first = 5;

/**
 * What suggested labels are worth beside random ones: both begin with the same five random labels, and grow to each of `counts` in turn. What
 * is suggested next rests on a predictor of the labels so far. Means over the draws.
 */
export function suggestedLabels(
  benchmark: Benchmark,
  {
    counts,
    draws,
    seed,
  }: { readonly counts: readonly number[]; readonly draws: number; readonly seed: number },
): SuggestedPoint[] {
  const random = new Random(seed);
  const count = benchmark.entries.length;
  const drawn = Array.from({ length: draws }, () => {
    const order = random.sample(count, count);
    let chosen = order.slice(0, first);
    return counts.map((labels) => {
      chosen = [...chosen, ...next(benchmark, chosen, labels - chosen.length)];
      return { random: tauOf(benchmark, order.slice(0, labels)), suggested: tauOf(benchmark, chosen) };
    });
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / draws;
  return counts.map((labels, place) => ({
    labels,
    random: mean(drawn.map((points) => points[place]!.random)),
    suggested: mean(drawn.map((points) => points[place]!.suggested)),
  }));
}

/** Networks without label that `suggest` names. */
function next({ entries }: Benchmark, chosen: readonly number[], count: number): number[] {
  const open = openOf(entries.length, chosen);
  const predictor = fitPredictor(chosen.map((index) => entries[index]!));
  const candidates = open.map((index) => entries[index]!.architecture);
  return suggest(predictor, candidates, count).map(({ index }) => open[index]!);
}

function tauOf({ entries }: Benchmark, chosen: readonly number[]): number {
  const open = openOf(entries.length, chosen).map((index) => entries[index]!);
  const { scorer } = fitPredictor(chosen.map((index) => entries[index]!));
  const scores = open.map(({ architecture }) => scorer.score(architecture).value);
  return (
    kendall(
      scores,
      open.map(({ quality }) => quality),
    ) ?? 0
  );
}

function openOf(count: number, chosen: readonly number[]): number[] {
  const taken = new Set(chosen);
  return Array.from({ length: count }, (_, index) => index).filter((index) => !taken.has(index));
}
