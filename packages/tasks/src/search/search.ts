import {
  architectureAt,
  architectureDocument,
  cost as costOfArchitecture,
  type Found,
  type Predictor,
  proxies,
  quantityOf,
  type SearchRequest,
  type SearchResult,
  type Space,
} from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { predictorOutcome, proxyOutcome } from "../proxy/proxy-outcome.js";
import { withOldFields } from "../renamed-fields.js";
import { task } from "../task.js";
import { rivals } from "./advice/opinions.js";
import type { Counted, NamedBudget } from "./budgets.js";
import { cheapestOf, type Preference } from "./cheapest.js";
import type { SearchDevice } from "./device.js";
import { type Extras, extrasOf, type Searched } from "./extras.js";
import { type Plan, planOf } from "./plan.js";
import { rankAlike } from "./rank-alike.js";
import { methodOf, runSearch } from "./run-search.js";
import { type SearchFound, type SearchTaskOutcome, searchOutcome } from "./search-outcome.js";
import { searchPoints } from "./search-points.js";
import { type SearchTaskRequest, searchRequest } from "./search-request.js";
import { writableSearch } from "./writable.js";

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
    try {
      const searched = await searchedBy(plan, request, host);
      const extras = await extrasOf(searched, request, host);
      const shown = { ...searched, result: shownOf(searched.result, request) };
      const { evaluations } = request;
      const points = request.points
        ? { points: await searchPoints(shown.plan.search, shown.result, evaluations, host) }
        : {};
      return { ...outcomeOf(shown, extras, request, host), ...points };
    } finally {
      await plan.search.scorer.close?.();
    }
  },
});

/** All searches of a request, in turn. */
async function searchedBy(plan: Plan, request: SearchTaskRequest, host: TaskHost): Promise<Searched> {
  const started = performance.now();
  const search = widerSearch(plan.search, request);
  const first = await runSearch(search, request, host);
  const narrow = request.writable
    ? await writableSearch(search, plan.compile, first, request, host)
    : undefined;
  const seconds = (performance.now() - started) / 1000;
  const space = narrow?.space ?? search.space;
  const own = { ...plan, search: { ...plan.search, space }, compile: narrow?.compile ?? plan.compile };
  const cheapest = plan.preference && (await cheapestOf(own.search, plan.preference, host));
  return {
    ...{ plan: own, result: narrow?.result ?? first, seconds, cheapest },
    front: search.pareto && first.whole !== false,
    ...(narrow ? { whole: { search, result: first } } : {}),
  };
}

/**
 * What is searched for: rivals of the answer beside it, and, if every architecture is scored anyway, the front, from which advice reads what
 * smaller budgets reach.
 */
function widerSearch(search: SearchRequest, request: SearchTaskRequest): SearchRequest {
  if (!request.advice || search.minimize) return search;
  const { name, takes } = methodOf(search, request);
  // A search that is resumed has to be the same, whether advice is wanted or not.
  const top = search.perMacro && !takes.includes("state") ? Math.max(search.top, 1 + rivals) : search.top;
  const pareto = search.pareto || name === "exhaustive";
  return { ...search, top, pareto };
}

/** The best that were asked for. */
const shownOf = (result: SearchResult, { top, topAll }: SearchTaskRequest): SearchResult => ({
  ...result,
  best: result.best.slice(0, topAll ?? top),
});

function outcomeOf(
  { plan, result, seconds, cheapest }: Searched,
  { fields, equivalentSizes, ofCheapest }: Extras,
  request: SearchTaskRequest,
  { signal }: TaskHost,
): SearchTaskOutcome {
  const { search, budgets, cost, counting, device, preference, about, predictor } = plan;
  const { space } = search;
  const { context, batch, dtype } = counting;
  const ofMemory = countsMemory(budgets, about.proxy);
  const described = (found: Found): SearchFound =>
    foundIn(space, found, { ...counting, ofMemory }, predictor);
  const { layersEqual, set, seed, pareto, topAll } = request;
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
    shapes: topAll === undefined,
    best: result.best.map((found, index) =>
      withOldFields({
        rank: index + 1,
        ties: found.ties,
        ...(equivalentSizes[index] === undefined ? {} : { equivalentSize: equivalentSizes[index] }),
        ...described(found),
      }),
    ),
    ...(cheapest && preference
      ? { within: withinOf(cheapest, preference, described(cheapest.cheapest), ofCheapest) }
      : {}),
    ...fields,
    ...(result.whole === false ? { paretoWhole: false } : {}),
    ...(pareto ? { pareto: result.pareto.map(described) } : {}),
    cost: cost.name,
    budgets: budgets.map(({ name, minimum, maximum }) => ({ quantity: name, minimum, maximum })),
    sequence: counting.sequence,
    ...(ofMemory ? { memory: { context, batch, dtype } } : {}),
    ...(device ? { device: deviceOutcome(device) } : {}),
    seed,
    isSize: about.isSize,
    ...(signal?.aborted ? { interrupted: true } : {}),
  };
}

const deviceOutcome = ({ file, device, space, pass }: SearchDevice): SearchTaskOutcome["device"] => {
  const { mode, tokens, batch, check } = pass;
  const { tau, medianError, margin } = check;
  return { file, device, space, pass: mode, tokens, batch, tau, medianError, margin };
};

/** Whether a search is about memory, so that what it finds says how much it takes. */
const countsMemory = (budgets: readonly NamedBudget[], proxy: string): boolean =>
  proxy === proxies.memory.name || budgets.some(({ name }) => name === "memory");

const withinOf = (
  { threshold, optimal, cheapest, amountOfBest }: NonNullable<Searched["cheapest"]>,
  { share, name }: Preference,
  found: SearchFound,
  equivalentSize: number | undefined,
): SearchTaskOutcome["within"] => ({
  ...{ share, prefer: name, threshold, optimal, amount: cheapest.cost, amountOfBest },
  ...(equivalentSize === undefined ? {} : { equivalentSize }),
  cheapest: found,
});

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
  { ofMemory, latency, ...counting }: Counted & { readonly ofMemory: boolean },
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
    latency: latency && quantityOf(latency, architecture),
    architecture: architectureDocument(architecture),
  };
}
