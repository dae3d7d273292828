import type { Benchmark, Proxy, Score } from "@zerolm/core";
import type { LoadedProxy } from "../proxy/load-proxy.js";

/** What a score is called whose sign was turned. */
export const flippedName = (name: string): string => `−${name}`;

/** A proxy with the sign of its scores turned; its terms are no sum any more. */
export const flippedProxy = ({ proxy, ...loaded }: LoadedProxy): LoadedProxy => ({
  ...loaded,
  proxy: { ...proxy, name: flippedName(proxy.name), prepare: turned(proxy) },
});

const turned =
  (proxy: Proxy): Proxy["prepare"] =>
  async (options, resources) => {
    const scorer = await proxy.prepare(options, resources);
    return {
      scoreMany: async (architectures, host) => (await scorer.scoreMany(architectures, host)).map(opposite),
      close: async () => scorer.close?.(),
    };
  };

const opposite = (score: Score): Score => ({ ...score, value: -score.value });

/** A benchmark with the sign of some of its published scores turned, under their new names. */
export function flippedBenchmark(benchmark: Benchmark, names: readonly string[]): Benchmark {
  const { publishedScores } = benchmark;
  if (!publishedScores) return benchmark;
  const scores = Object.entries(publishedScores).map(([name, values]) =>
    names.includes(name)
      ? [flippedName(name), values.map((value) => (value === undefined ? undefined : -value))]
      : [name, values],
  );
  return { ...benchmark, publishedScores: Object.fromEntries(scores) };
}
