import {
  type Benchmark,
  entryNamed,
  filterBenchmark,
  requireRankable,
  UsageError,
  WorkError,
} from "@zerolm/core";
import { chosenBenchmarks } from "../benchmark/chosen.js";
import { ownFormatOf } from "../benchmark/load-format.js";
import { readBenchmark } from "../benchmark/read.js";
import { namedBenchmark } from "../benchmark/sets.js";
import type { TaskHost } from "../host.js";
import { hasZerolmAlpha } from "../proxy/alpha.js";
import { refuseIdle } from "../proxy/idle.js";
import { type LoadedProxy, loadProxies, optionsOf } from "../proxy/load-proxy.js";
import { task } from "../task.js";
import { type EvaluationOutcome, evaluateOutcome, rowName } from "./evaluate-outcome.js";
import { type EvaluateRequest, evaluateRequest } from "./evaluate-request.js";
import { flippedName } from "./flip.js";
import { judgeAll } from "./judge-all.js";

/** Judges proxies by benchmarks of trained networks. */
export const evaluate = task({
  name: "evaluate",
  request: evaluateRequest,
  outcome: evaluateOutcome,
  async run(request, host) {
    const loaded = await chosenProxies(request, host);
    const own = await ownFormatOf(request, host);
    const hasReadings = (name: string): boolean =>
      Object.keys(namedBenchmark(name, own).format.readings).length > 0;
    const chosen = chosenBenchmarks(request.benchmarks, request, hasReadings, host);
    const readers = chosen.map(
      (one) => async () => filtered(await readBenchmark(one.name, one, host), request.where),
    );
    const outcomes = await judgeAll(readers, loaded, request, host);
    refuseNone(outcomes);
    refuseIdleFlips(outcomes, request);
    const [only] = outcomes;
    return only && chosen.length === 1 ? only : { evaluations: outcomes };
  },
});

/** @throws {UsageError} if no ranking can be judged by what is left */
function filtered(benchmark: Benchmark, where: string | undefined): Benchmark {
  if (where === undefined) return benchmark;
  const kept = filterBenchmark(benchmark, where);
  requireRankable({ ...kept, name: `${benchmark.name} where ${where}` });
  return kept;
}

/** The proxies of a request, with options that they can use; a predictor is none of them. */
async function chosenProxies({ proxy, options }: EvaluateRequest, host: TaskHost): Promise<LoadedProxy[]> {
  const loaded = await loadProxies(proxy, host);
  const learnt = loaded.find(({ predictor }) => predictor);
  if (learnt)
    throw new UsageError(
      "a predictor has seen labels, and evaluate tests only scores that have not. Use calibrate --predictor, which tests it on networks that it did not learn from.",
      { file: learnt.proxy.name },
    );
  const chosen = loaded.map((one) => one.proxy);
  refuseIdle(options, chosen, host);
  // An alpha that is still to be chosen cannot be wrong.
  const { alpha, ...others } = options;
  for (const one of loaded)
    optionsOf(one, typeof alpha === "number" || !hasZerolmAlpha(one) ? options : others, host);
  return loaded;
}

/** A proxy that cannot be judged is passed over beside others; if none of those asked for can be, the reason is the answer. */
function refuseNone(outcomes: readonly EvaluationOutcome[]): void {
  const [reason] = outcomes.flatMap(({ unjudged = [] }) => unjudged);
  const isJudged = outcomes.some(({ results }) => results.some(({ kind }) => kind === "proxy"));
  if (reason !== undefined && !isJudged) throw new WorkError(reason);
}

/** A name that nothing has would turn nothing, and nobody would notice. */
function refuseIdleFlips(outcomes: readonly EvaluationOutcome[], { flip }: EvaluateRequest): void {
  if (outcomes.some(({ interrupted }) => interrupted)) return;
  const rows = outcomes.flatMap(({ results }) => results);
  const turned = new Set(rows.map(({ proxy }) => proxy));
  const names = Object.fromEntries(rows.map((row) => [row.proxy, rowName(row)]));
  for (const name of flip) if (!turned.has(flippedName(name))) entryNamed(names, name, "score");
}
