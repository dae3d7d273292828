import { type Benchmark, type Proxy, type Score, withFlippedScores } from "@zerolm/core";
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

/** A benchmark with the sign of some of its published scores turned, as far as it has scores of these names. */
export const flippedBenchmark = (benchmark: Benchmark, names: readonly string[]): Benchmark =>
  withFlippedScores(
    benchmark,
    names.filter((name) => Object.hasOwn(benchmark.publishedScores ?? {}, name)),
  );
