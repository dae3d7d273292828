import {
  droppableLayers,
  type MappedCheckpoint,
  type MatrixStatistics,
  type Planner,
  type Pruned,
  type PrunePlan,
  prunedCheckpoint,
  prunePlanner,
  spacedLayers,
  type WholeSizes,
} from "@zerolm/checkpoint";
import { UsageError, WorkError } from "@zerolm/core";
import { statisticsOf } from "../checkpoint/runners.js";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import type { PruneBudgets } from "./prune-budgets.js";
import type { Choice } from "./prune-choice.js";
import type { PruneOutcome } from "./prune-outcome.js";
import type { PruneRequest } from "./prune-request.js";
import type { TextJudge } from "./prune-text.js";

/** Within what budgets it is decided, and by what. */
export interface Chosen extends Choice {
  readonly budget: PruneBudgets;
}

/** What is asked for, and what judges it by a text. */
export interface Asked {
  readonly chosen: Chosen;
  readonly request: PruneRequest;
  readonly judge: TextJudge | undefined;
}

/** A plan, and what comes out of it. */
export interface Planned {
  readonly planner: Planner;
  readonly plan: PrunePlan;
  readonly pruned: Pruned;
  readonly dropped: PruneOutcome["dropped"];
  readonly hidden?: PruneOutcome["hidden"];
}

/** Plans with these layers left out. */
export type DepthPlanner = (dropped: PruneOutcome["dropped"]) => Promise<Planned>;

/**
 * Prepares to plan for some depths of a checkpoint.
 *
 * @param limit of everything, in the measure of the budget
 */
export async function depthPlanner(
  mapped: MappedCheckpoint,
  asked: Asked,
  limit: (sizes: WholeSizes) => number,
  host: TaskHost,
): Promise<DepthPlanner> {
  const statistics = await statisticsOf(mapped, host);
  return async (dropped) => {
    const planner = await plannerOf(mapped, statistics, asked, dropped, host);
    const plan = await planner.plan(limit(planner));
    return { planner, plan, pruned: prunedCheckpoint(mapped, plan), dropped };
  };
}

/** The layers that a request leaves out if it gives their number. */
export function dropped(
  mapped: MappedCheckpoint,
  { request: { dropLayers, protect }, judge }: Asked,
): PruneOutcome["dropped"] {
  if (typeof dropLayers !== "number") return undefined;
  const order = judge?.findings.dropOrder;
  if (order) return { layers: ascending(order.slice(0, dropLayers)), by: "loss" };
  return { layers: spacedLayers(droppableLayers(mapped, protect), dropLayers), by: "spacing" };
}

/**
 * Asked before weights are read.
 *
 * @throws {UsageError} if more layers are to go than may, or their number is to be chosen without a text
 */
export function requireDepth(
  mapped: MappedCheckpoint,
  { dropLayers, protect, text }: PruneRequest,
  host: TaskHost,
): void {
  const field = fieldName(host, "dropLayers");
  if (dropLayers === "auto" && text === undefined)
    throw new UsageError(
      `${field} auto needs a text. Give ${fieldName(host, "text")}, or a number of layers.`,
    );
  const { layers } = mapped.architecture;
  const most = droppableLayers(mapped, protect).length;
  if (typeof dropLayers === "number" && dropLayers > most)
    throw new UsageError(
      `${field} is ${dropLayers}, and ${most} of ${layers.length} layers may go: all but the first and the last.`,
    );
}

const ascending = (layers: readonly number[]): number[] => layers.toSorted((one, other) => one - other);

/** Depths that cannot be had within the budget are passed over. */
export async function bestDepth({ judge }: Asked, planned: DepthPlanner): Promise<Planned> {
  const order = judge?.findings.dropOrder ?? [];
  const depths = Array.from({ length: order.length + 1 }, (_, count) => ascending(order.slice(0, count)));
  const { best, tried } = await leastLoss(depths, (layers) => planned({ layers, by: "loss" }), judge);
  const losses = tried.map(({ choice, loss }) => ({ layers: choice, loss }));
  return { ...best.planned, dropped: { layers: best.choice, by: "loss", tried: losses } };
}

/** A choice that was tried, and the loss on the text with it. */
interface Tried<Cut> {
  readonly choice: Cut;
  readonly loss: number;
  readonly planned: Planned;
}

/**
 * The choice with which the loss on the text is least; those that cannot be had within the budget are passed over.
 *
 * @throws {WorkError} if none can be had
 */
export async function leastLoss<Cut>(
  choices: readonly Cut[],
  planned: (choice: Cut) => Promise<Planned>,
  judge: TextJudge | undefined,
): Promise<{ readonly best: Tried<Cut>; readonly tried: readonly Tried<Cut>[] }> {
  const tried: Tried<Cut>[] = [];
  let failure: WorkError | undefined;
  for (const choice of choices)
    try {
      const one = await planned(choice);
      tried.push({ choice, loss: (await judge?.lossOf(one.pruned)) ?? 0, planned: one });
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      failure = error;
    }
  const [best] = tried.toSorted((one, other) => one.loss - other.loss);
  if (!best) throw failure ?? new WorkError("nothing fits the budget. Raise it.");
  return { best, tried };
}

async function plannerOf(
  mapped: MappedCheckpoint,
  statistics: readonly MatrixStatistics[],
  { chosen, request, judge }: Asked,
  dropped: PruneOutcome["dropped"],
  host: TaskHost,
): Promise<Planner> {
  const { budget, proxy, alpha, order, protect, evenness } = chosen;
  const { atLeast, drop, uniform, multipleOf, headsMultipleOf, for: loader } = request;
  return await prunePlanner(mapped, statistics, {
    ...{ proxy, order, atLeast, protect, evenness, uniform, multipleOf, headsMultipleOf, loader, host },
    activity: judge?.findings.activity,
    without: new Set(dropped?.layers),
    alpha: alpha?.value,
    whole: drop,
    measure: budget.measure,
    also: budget.also,
  });
}
