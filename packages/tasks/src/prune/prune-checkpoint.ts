import {
  loadedByText,
  type MappedCheckpoint,
  mapCheckpoint,
  type Planner,
  type Pruned,
  type PrunePlan,
  type SizeMeasure,
  writePruned,
} from "@zerolm/checkpoint";
import { InterruptedError, UsageError, WorkError } from "@zerolm/core";
import { version } from "../../package.json";
import { type Opened, withCheckpoint } from "../checkpoint/open.js";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { budgetsOf, type PruneBudgets } from "./prune-budgets.js";
import { choiceOf } from "./prune-choice.js";
import { narrowedPlan, requireHidden } from "./prune-hidden.js";
import type { PruneOutcome } from "./prune-outcome.js";
import {
  type Asked,
  bestDepth,
  type Chosen,
  depthPlanner,
  dropped as droppedFor,
  type Planned,
  requireDepth,
} from "./prune-plan.js";
import type { PruneRequest } from "./prune-request.js";
import { withTextJudge } from "./prune-text.js";
import { warningsOf } from "./prune-warnings.js";
import { rangesText } from "./ranges.js";
import { healingRecipe, type RecipeSource } from "./recipe/recipe.js";

/**
 * Prunes a checkpoint.
 *
 * @throws {WorkError} if nothing can be written where it is to be written, before any weight is read; {InterruptedError} if the host stops
 * it; nothing is left behind then. A front that is stopped is cut short.
 */
export async function pruneCheckpoint(request: PruneRequest, host: TaskHost): Promise<PruneOutcome> {
  const chosen = { budget: budgetsOf(request, host), ...choiceOf(request, host) };
  if (request.out !== undefined) await filesOf(host).requireFreeFolder(request.out);
  else if (request.recipe !== undefined)
    throw new UsageError(
      `${fieldName(host, "recipe")} is for a checkpoint that is written. Give ${fieldName(host, "out")}.`,
    );
  const { checkpoint, lora, dequantise } = request;
  return withCheckpoint(
    checkpoint,
    lora,
    host,
    (opened) => prunedOutcome(opened, chosen, request, host),
    dequantise,
  );
}

function prunedOutcome(
  opened: Opened,
  chosen: Chosen,
  request: PruneRequest,
  host: TaskHost,
): Promise<PruneOutcome> {
  const mapped = mapCheckpoint(opened.checkpoint);
  requireDepth(mapped, request, host);
  requireHidden(mapped, request, host);
  return withTextJudge(opened, mapped, request, host, (judge) =>
    judgedOutcome(opened, mapped, { chosen, request, judge }, host),
  );
}

/** The plan for a request: of several depths or hidden sizes that with which the loss on the text is least. */
async function plannedFor(mapped: MappedCheckpoint, asked: Asked, host: TaskHost): Promise<Planned> {
  const { dropLayers, hidden } = asked.request;
  if (hidden !== undefined) return await narrowedPlan(mapped, hidden, asked, host);
  const planned = await depthPlanner(mapped, asked, asked.chosen.budget.limit, host);
  return dropLayers === "auto" ? await bestDepth(asked, planned) : await planned(droppedFor(mapped, asked));
}

async function judgedOutcome(
  { name, checkpoint }: Opened,
  mapped: MappedCheckpoint,
  { chosen, request, judge }: Asked,
  host: TaskHost,
): Promise<PruneOutcome> {
  const { planner, plan, pruned, dropped, hidden } = await plannedFor(
    mapped,
    { chosen, request, judge },
    host,
  );
  const front = request.pareto ? await frontOf(planner, host) : undefined;
  const about = {
    ...aboutOf(mapped, planner, chosen, plan, request),
    ...(dropped ? { dropped } : {}),
    ...(hidden ? { hidden } : {}),
    ...claimsOf(planner, pruned),
    ...(await judge?.outcome(pruned)),
    warnings: warningsOf(mapped, plan, { proxy: chosen.proxy.name, dropped }),
  };
  if (request.out !== undefined) {
    if (host.signal?.aborted) throw new InterruptedError("stopped before the checkpoint was written");
    await filesOf(host).writeFolder(request.out, (write) =>
      writePruned(write, checkpoint, pruned, { about, host }),
    );
  }
  const recipe = await writtenRecipe(
    { mapped, pruned, loss: about.loss, files: checkpoint.folder.files },
    request,
    host,
  );
  return {
    checkpoint: name,
    out: request.out ?? null,
    ...about,
    ...recipe,
    depth: mapped.architecture.layers.length,
    ...front,
  };
}

/** Writes a configuration to train the result on, if one is asked for. */
async function writtenRecipe(
  found: Pick<RecipeSource, "mapped" | "pruned" | "loss" | "files">,
  { recipe: file, out, checkpoint, lora, heal, healTokens }: PruneRequest,
  host: TaskHost,
): Promise<Pick<PruneOutcome, "recipe">> {
  if (file === undefined || out === undefined) return {};
  const source = { ...found, original: checkpoint, out, lora };
  const { yaml, ...recipe } = healingRecipe(source, heal, healTokens);
  await filesOf(host).write(file, yaml);
  return { recipe: { file, ...recipe } };
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
  { proxy, alpha, budget, order }: Chosen,
  plan: PrunePlan,
  request: PruneRequest,
): Omit<PruneOutcome, "checkpoint" | "out" | "loadedBy" | "loads" | "warnings" | "depth"> {
  const { lora, atLeast, drop, headsMultipleOf } = request;
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
    ...{ uniform, multipleOf, atLeast, protect: planner.protected, evenness: planner.evenness, drop },
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
