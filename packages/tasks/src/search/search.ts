import {
  architectureAt,
  architectureDocument,
  cost as costOfArchitecture,
  defaultLabelFreeDraws,
  type Found,
  labelFreeAlpha,
  type Predictor,
  prepareProxy,
  proxies,
  type SearchRequest,
  type SearchResult,
  type Space,
  UsageError,
} from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { type ChosenAlpha, chooseAlpha, hasZerolmAlpha, optionsWith } from "../proxy/alpha.js";
import { type Counting, countingKeys, countingOf } from "../proxy/counting.js";
import { refuseIdle } from "../proxy/idle.js";
import { type LoadedProxy, loadProxy } from "../proxy/load-proxy.js";
import { aboutOf, type ProxyAbout, predictorOutcome, proxyOutcome } from "../proxy/proxy-outcome.js";
import { withOldFields } from "../renamed-fields.js";
import { loadSpace } from "../spaces/load-space.js";
import { task } from "../task.js";
import {
  budgetsOf,
  type Cost,
  costOf,
  type NamedBudget,
  refuseIdleCounting,
  refuseIdleFront,
} from "./budgets.js";
import { rankAlike } from "./rank-alike.js";
import { runSearch } from "./run-search.js";
import { type SearchFound, type SearchTaskOutcome, searchOutcome } from "./search-outcome.js";
import { searchPoints } from "./search-points.js";
import { type SearchTaskRequest, searchRequest } from "./search-request.js";
import { checkStatePath } from "./search-state.js";

/**
 * Finds the best architectures of a space under budgets.
 *
 * @example
 * const { best } = await run("search", { space: "flexibert", budgets: { parameters: { maximum: 10e6 } } });
 */
export const search = task({
  name: "search",
  request: searchRequest,
  outcome: searchOutcome,
  async run(request, host) {
    const plan = await planOf(request, host);
    const { scorer } = plan.search;
    try {
      const started = performance.now();
      const result = await runSearch(plan.search, request, host);
      const seconds = (performance.now() - started) / 1000;
      const points = request.points
        ? { points: await searchPoints(plan.search, result, request.evaluations, host) }
        : {};
      return { ...outcomeOf(plan, result, request, seconds, host), ...points };
    } finally {
      await scorer.close?.();
    }
  },
});

/** A request, everything in it loaded and checked. */
interface Plan {
  readonly search: SearchRequest;
  readonly budgets: readonly NamedBudget[];
  readonly cost: Cost;
  readonly counting: Counting;
  readonly about: ProxyAbout;
  readonly predictor: Predictor | undefined;
}

async function planOf(request: SearchTaskRequest, host: TaskHost): Promise<Plan> {
  checkStatePath(request.state);
  const loaded = await loadProxy(request.proxy, host);
  const { proxy, predictor } = loaded;
  refuseScores(loaded);
  const { options: given, seed, minimize, top, pareto } = request;
  const counting = countingOf(given, host);
  const budgets = budgetsOf(request.budgets, counting);
  refuseIdleCounting(given, budgets, proxy.options.shape, host);
  refuseIdle(given, [proxy], host, countingKeys);
  const cost = costOf(budgets, proxy.name, counting);
  if (pareto || request.points) refuseIdleFront(cost, proxy.name, host);
  const space = await loadSpace(request.space, host, request);
  const alpha = alphaOf(loaded, space, request, host);
  const options = optionsWith(loaded, given, alpha, host);
  const scorer = await prepareProxy(proxy, options, { seed });
  const search = { space, scorer, minimize, budgets, top, cost: cost.quantity, pareto, seed };
  return { search, budgets, cost, counting, about: aboutOf(loaded, options, alpha), predictor };
}

/** A list of scores says nothing of the architectures that a search comes by. */
function refuseScores({ reference, proxy }: LoadedProxy): void {
  if (reference.kind !== "scores") return;
  const count = reference.scores.keys.length;
  throw new UsageError(
    `${proxy.name} has scores of ${count.toLocaleString("en-US")} architecture${count === 1 ? "" : "s"} alone, and a search has to score any of the space; use rank or evaluate, or a proxy that computes them, such as ./mine.mjs`,
    { file: reference.scores.file },
  );
}

/** ZeroLM's alpha; `undefined` for another proxy. */
function alphaOf(
  loaded: LoadedProxy,
  space: Space,
  { options: { alpha }, seed }: SearchTaskRequest,
  host: TaskHost,
): ChosenAlpha | undefined {
  if (!hasZerolmAlpha(loaded)) return undefined;
  if (alpha !== undefined && typeof alpha !== "number" && alpha !== "label-free")
    throw new UsageError(`${fieldName(host, "alpha")} must be a number or label-free`);
  return chooseAlpha(alpha, "label-free", () => ({
    value: labelFreeAlpha(space, { seed }),
    source: `label-free, from ${defaultLabelFreeDraws.toLocaleString("en-US")} architectures of the space`,
  }));
}

function outcomeOf(
  { search, budgets, cost, counting, about, predictor }: Plan,
  result: SearchResult,
  request: SearchTaskRequest,
  seconds: number,
  { signal }: TaskHost,
): SearchTaskOutcome {
  const { space } = search;
  const { context, batch, dtype } = counting;
  const ofMemory = countsMemory(budgets, about.proxy);
  const described = (found: Found): SearchFound =>
    foundIn(space, found, { ...counting, ofMemory }, predictor);
  const { layersEqual, set, seed, pareto } = request;
  return {
    space: space.name,
    size: String(space.size),
    ...(layersEqual ? { layersEqual } : {}),
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...proxyOutcome(about),
    ...predictorOutcome(predictor),
    rankAlike: rankAlike(request, about),
    minimize: search.minimize ?? false,
    ...proofOf(search, result),
    seconds,
    best: result.best.map((found, index) =>
      withOldFields({ rank: index + 1, ties: found.ties, ...described(found) }),
    ),
    ...(result.whole === false ? { paretoWhole: false } : {}),
    ...(pareto ? { pareto: result.pareto.map(described) } : {}),
    cost: cost.name,
    budgets: budgets.map(({ name, minimum, maximum }) => ({ quantity: name, minimum, maximum })),
    sequence: counting.sequence,
    ...(ofMemory ? { memory: { context, batch, dtype } } : {}),
    seed,
    isSize: about.isSize,
    ...(signal?.aborted ? { interrupted: true } : {}),
  };
}

/** Whether a search is about memory, so that what it finds says how much it takes. */
const countsMemory = (budgets: readonly NamedBudget[], proxy: string): boolean =>
  proxy === proxies.memory.name || budgets.some(({ name }) => name === "memory");

/** How the method went about it, and what it proved. */
function proofOf(
  { space }: SearchRequest,
  { method, optimal, bound, proven, evaluated, feasible, unscored }: SearchResult,
): Pick<
  SearchTaskOutcome,
  "method" | "optimal" | "bound" | "proven" | "evaluated" | "feasible" | "unscored"
> {
  return {
    ...{ method, optimal },
    ...(bound !== undefined && Number.isFinite(bound) ? { bound } : {}),
    ...(proven === undefined ? {} : { proven }),
    ...{ evaluated, feasible },
    ...(unscored ? { unscored: unscoredIn(space, unscored) } : {}),
  };
}

const unscoredIn = (space: Space, { count, missing, genotype }: NonNullable<SearchResult["unscored"]>) => ({
  ...{ count, missing },
  architecture: architectureDocument(architectureAt(space, genotype)),
});

function foundIn(
  space: Space,
  { genotype, score }: Found,
  { ofMemory, ...counting }: Counting & { readonly ofMemory: boolean },
  predictor: Predictor | undefined,
): SearchFound {
  const architecture = architectureAt(space, genotype);
  const { parameters, flops, memory } = costOfArchitecture(architecture, counting);
  const interval = predictor?.predict(architecture).interval;
  return {
    score,
    interval: interval && [...interval],
    parameters: parameters.total,
    flops: flops.perSequence,
    memory: ofMemory ? memory.bytes : undefined,
    architecture: architectureDocument(architecture),
  };
}
