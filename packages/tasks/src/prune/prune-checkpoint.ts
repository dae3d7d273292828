import {
  loadedByText,
  type MappedCheckpoint,
  mapCheckpoint,
  type Planner,
  type Pruned,
  type PrunePlan,
  type PruneProxy,
  prunedCheckpoint,
  prunePlanner,
  pruneProxies,
  type SizeMeasure,
  writePruned,
} from "@zerolm/checkpoint";
import { defaultAlpha, entryNamed, InterruptedError, UsageError, WorkError } from "@zerolm/core";
import { version } from "../../package.json";
import { type Opened, withCheckpoint } from "../checkpoint/open.js";
import { statisticsOf } from "../checkpoint/runners.js";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import type { ChosenAlpha } from "../proxy/alpha.js";
import { foreignText } from "../proxy/idle.js";
import { budgetsOf, type PruneBudgets } from "./prune-budgets.js";
import type { PruneOutcome } from "./prune-outcome.js";
import type { PruneRequest } from "./prune-request.js";
import { warningsOf } from "./prune-warnings.js";

/**
 * Prunes a checkpoint.
 *
 * @throws {WorkError} if nothing can be written where it is to be written, before any weight is read; {InterruptedError} if the host stops
 * it; nothing is left behind then. A front that is stopped is cut short.
 */
export async function pruneCheckpoint(request: PruneRequest, host: TaskHost): Promise<PruneOutcome> {
  const chosen = { budget: budgetsOf(request, host), ...proxyOf(request, host) };
  if (request.out !== undefined) await filesOf(host).requireFreeFolder(request.out);
  const { checkpoint, lora, dequantise } = request;
  return withCheckpoint(
    checkpoint,
    lora,
    host,
    (opened) => prunedOutcome(opened, chosen, request, host),
    dequantise,
  );
}

async function prunedOutcome(
  { name, checkpoint }: Opened,
  chosen: Chosen,
  request: PruneRequest,
  host: TaskHost,
): Promise<PruneOutcome> {
  const mapped = mapCheckpoint(checkpoint);
  const planner = await plannerOf(mapped, chosen, request, host);
  const plan = await planner.plan(chosen.budget.limit(planner));
  const pruned = prunedCheckpoint(mapped, plan);
  const front = request.pareto ? await frontOf(planner, host) : undefined;
  const about = {
    ...aboutOf(mapped, planner, chosen, plan, request),
    ...claimsOf(planner, pruned),
    warnings: warningsOf(mapped, plan),
  };
  if (request.out !== undefined) {
    if (host.signal?.aborted) throw new InterruptedError("stopped before the checkpoint was written");
    await filesOf(host).writeFolder(request.out, (write) =>
      writePruned(write, checkpoint, pruned, { about, host }),
    );
  }
  return {
    checkpoint: name,
    out: request.out ?? null,
    ...about,
    depth: mapped.architecture.layers.length,
    ...front,
  };
}

/**
 * What loads the result.
 *
 * @throws {WorkError} if the program that was asked for does not: a defect, for only shapes that it loads are planned
 */
function claimsOf({ loader }: Planner, { loads }: Pruned): Pick<PruneOutcome, "loads" | "loadedBy"> {
  if (!loads.some((one) => one.loader === loader))
    throw new WorkError(`the plan breaks a rule of ${loader}. Use equal layers (--uniform all).`);
  return {
    loads: loads.map(({ rules, ...one }) => ({ ...one, rules: [...rules] })),
    loadedBy: loadedByText(loads, loader),
  };
}

/** By what worth and within what budgets it is decided. */
interface Chosen {
  readonly budget: PruneBudgets;
  readonly proxy: PruneProxy;
  readonly alpha: ChosenAlpha | undefined;
}

function proxyOf({ proxy: name, alpha }: PruneRequest, host: TaskHost): Pick<Chosen, "proxy" | "alpha"> {
  const proxy: PruneProxy = entryNamed(pruneProxies, name, "proxy for pruning");
  if (!proxy.usesAlpha && alpha !== undefined)
    throw new UsageError(foreignText(fieldName(host, "alpha"), namesWithAlpha(), [name], host));
  if (!proxy.usesAlpha) return { proxy, alpha: undefined };
  if (alpha !== undefined) return { proxy, alpha: { value: alpha, source: "given" } };
  return { proxy, alpha: { value: defaultAlpha, source: "default" } };
}

const namesWithAlpha = (): string[] =>
  Object.values<PruneProxy>(pruneProxies)
    .filter(({ usesAlpha }) => usesAlpha)
    .map(({ name }) => name);

async function plannerOf(
  mapped: MappedCheckpoint,
  { budget, proxy, alpha }: Chosen,
  request: PruneRequest,
  host: TaskHost,
): Promise<Planner> {
  const { order, atLeast, protect, evenness, drop, uniform, multipleOf, headsMultipleOf } = request;
  return await prunePlanner(mapped, await statisticsOf(mapped, host), {
    ...{ proxy, order, atLeast, protect, evenness, uniform, multipleOf, headsMultipleOf, host },
    loader: request.for,
    alpha: alpha?.value,
    whole: drop,
    measure: budget.measure,
    also: budget.also,
  });
}

/** Shares of the layers' size at which the front is shown, in percent. */
const frontPercents = [100, 95, 90, 85, 80, 75, 70, 65, 60, 55, 50, 40, 30, 20, 10];

/** The best plan for each of these sizes that can be met. */
async function frontOf(
  { size, nonEmbeddingSize, plan }: Planner,
  { signal }: TaskHost,
): Promise<Pick<PruneOutcome, "pareto" | "interrupted">> {
  const pareto: NonNullable<PruneOutcome["pareto"]> = [];
  for (const percent of frontPercents) {
    if (signal?.aborted) break;
    try {
      const found = await plan(size - (1 - percent / 100) * nonEmbeddingSize);
      pareto.push({ size: found.size, value: found.value });
    } catch (error) {
      if (error instanceof InterruptedError) break;
      if (!(error instanceof WorkError)) throw error; // below the minimum that can be kept
    }
  }
  return { pareto, ...(signal?.aborted ? { interrupted: true } : {}) };
}

/** What `pruning.json` and the outcome both say. */
function aboutOf(
  mapped: MappedCheckpoint,
  planner: Planner,
  { proxy, alpha, budget }: Chosen,
  plan: PrunePlan,
  request: PruneRequest,
): Omit<PruneOutcome, "checkpoint" | "out" | "loadedBy" | "loads" | "warnings" | "depth"> {
  const { lora, order, atLeast, evenness, drop, headsMultipleOf } = request;
  const { loader, uniform, multipleOf } = planner;
  return {
    zerolm: version,
    family: mapped.family,
    ...(lora === undefined ? {} : { lora: lastPart(lora) }),
    proxy: proxy.name,
    ...(alpha ? { alpha: alpha.value, alphaSource: alpha.source } : {}),
    budget: budget.text,
    measure: measureName(budget.measure),
    order,
    for: loader,
    ...(headsMultipleOf === undefined ? {} : { headsMultipleOf }),
    ...{ uniform, multipleOf, atLeast, protect: planner.protected, evenness, drop },
    size: plan.size,
    sizeBefore: plan.sizeBefore,
    ...(plan.also.length > 0 ? { also: alsoOf(budget, plan) } : {}),
    value: plan.value,
    valueBefore: plan.valueBefore,
    optimal: plan.optimal,
    kept: plan.parts.map(({ units, ...part }) => ({ ...part, kept: units.length, units: rangesText(units) })),
  };
}

const measureName = (measure: SizeMeasure): PruneOutcome["measure"] =>
  typeof measure === "object" ? "flops" : measure;

/** The sizes in the measures of further budgets. */
const alsoOf = ({ also }: PruneBudgets, plan: PrunePlan): NonNullable<PruneOutcome["also"]> =>
  plan.also.map(({ size, sizeBefore }, index) => ({
    measure: measureName(also[index]?.measure ?? "parameters"),
    ...{ size, sizeBefore },
  }));

/** The name of a folder, without those above it. */
const lastPart = (path: string): string => /[^/\\]+(?=[/\\]*$)/.exec(path)?.[0] ?? path;

/** Numbers in ascending order as ranges: `0-3,7`. Thousands of rows, one a line, would be no document. */
function rangesText(units: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const unit of units) {
    const last = ranges.at(-1);
    if (last && unit === last[1] + 1) last[1] = unit;
    else ranges.push([unit, unit]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}
