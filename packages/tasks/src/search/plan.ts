import {
  defaultEvaluations,
  defaultLabelFreeDraws,
  labelFreeAlpha,
  type Predictor,
  type SearchRequest,
  type Space,
  UsageError,
} from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { fullCount } from "../numbers.js";
import { type ChosenAlpha, chooseAlpha, hasZerolmAlpha, optionsWith } from "../proxy/alpha.js";
import { countingKeys, countingOf } from "../proxy/counting.js";
import { refuseIdle } from "../proxy/idle.js";
import { type LoadedProxy, loadProxy } from "../proxy/load-proxy.js";
import { prepareHere } from "../proxy/probe.js";
import { aboutOf, type ProxyAbout } from "../proxy/proxy-outcome.js";
import { type SpaceCompiler, spaceCompiler } from "../spaces/load-space.js";
import {
  budgetsOf,
  type Cost,
  type Counted,
  costOf,
  type NamedBudget,
  refuseIdleCounting,
  refuseIdleFront,
} from "./budgets.js";
import { type Preference, preferenceOf } from "./cheapest.js";
import { deviceOf, type SearchDevice } from "./device.js";
import type { SearchTaskRequest } from "./search-request.js";
import { checkStatePath } from "./search-state.js";

/** A request, everything in it loaded and checked. */
export interface Plan {
  readonly search: SearchRequest;
  /** The space of the search under more options. */
  readonly compile: SpaceCompiler;
  readonly budgets: readonly NamedBudget[];
  readonly cost: Cost;
  readonly counting: Counted;
  /** Missing without a table. */
  readonly device: SearchDevice | undefined;
  readonly preference: Preference | undefined;
  readonly about: ProxyAbout;
  readonly predictor: Predictor | undefined;
}

/**
 * Loads and checks all that a request names.
 *
 * @throws {UsageError} for what cannot be asked for; {InputError} for files
 */
export async function planOf(request: SearchTaskRequest, host: TaskHost): Promise<Plan> {
  checkStatePath(request.state);
  const loaded = await loadProxy(request.proxy, host);
  const { proxy, predictor } = loaded;
  refuseScores(loaded);
  const { options: given, seed, minimize, top, topAll, pareto } = request;
  const device = await deviceOf(request, host);
  const counting = { ...countingOf(given, host), latency: device?.quantity };
  const budgets = budgetsOf(request.budgets, counting);
  refuseIdleCounting(given, budgets, proxy.options.shape, host);
  refuseIdle(given, [proxy], host, countingKeys);
  const cost = costOf(budgets, proxy.name, counting);
  if (pareto || request.points) refuseIdleFront(cost, proxy.name, host);
  const preference = preferenceOf(request, counting, host);
  const compiler = await spaceCompiler(request.space, host);
  const { layersEqual, set } = request;
  const compile: SpaceCompiler = (options) =>
    compiler({ layersEqual, ...options, set: { ...set, ...options?.set } });
  const space = compile();
  const alpha = alphaOf(loaded, space, request, host);
  const options = optionsWith(loaded, given, alpha, host);
  const networks = request.evaluations ?? defaultEvaluations;
  const scorer = await prepareHere(proxy, options, seed, host, networks);
  const list = { top: topAll ?? top, perMacro: topAll === undefined };
  const search = { space, scorer, minimize, budgets, ...list, cost: cost.quantity, pareto, seed };
  const about = aboutOf(loaded, options, alpha);
  return { search, compile, budgets, cost, counting, device, preference, about, predictor };
}

/** A list of scores says nothing of the architectures that a search comes by. */
function refuseScores({ reference, proxy }: LoadedProxy): void {
  if (reference.kind !== "scores") return;
  const count = reference.scores.keys.length;
  throw new UsageError(
    `${proxy.name} has scores of only ${fullCount(count)} architecture${count === 1 ? "" : "s"}, but a search has to score any architecture of the space. Use rank or evaluate, or a proxy that computes scores, such as ./mine.mjs.`,
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
    source: `label-free, from ${fullCount(defaultLabelFreeDraws)} architectures of the space`,
  }));
}
