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
}

/** The plan for a request: of several depths that with which the loss on the text is least. */
export async function plannedFor(mapped: MappedCheckpoint, asked: Asked, host: TaskHost): Promise<Planned> {
  const { request, judge } = asked;
  const statistics = await statisticsOf(mapped, host);
  const planned = async (dropped: PruneOutcome["dropped"]): Promise<Planned> => {
    const planner = await plannerOf(mapped, statistics, asked, dropped, host);
    const plan = await planner.plan(asked.chosen.budget.limit(planner));
    return { planner, plan, pruned: prunedCheckpoint(mapped, plan), dropped };
  };
  const { dropLayers, protect } = request;
  if (dropLayers === undefined) return await planned(undefined);
  const order = judge?.findings.dropOrder;
  if (dropLayers === "auto") return await bestDepth(order ?? [], planned, judge);
  if (!order)
    return await planned({
      layers: spacedLayers(droppableLayers(mapped, protect), dropLayers),
      by: "spacing",
    });
  return await planned({ layers: ascending(order.slice(0, dropLayers)), by: "loss" });
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
async function bestDepth(
  order: readonly number[],
  planned: (dropped: PruneOutcome["dropped"]) => Promise<Planned>,
  judge: TextJudge | undefined,
): Promise<Planned> {
  const tried: { readonly layers: number[]; readonly loss: number; readonly planned: Planned }[] = [];
  let failure: WorkError | undefined;
  for (let count = 0; count <= order.length; count++) {
    const layers = ascending(order.slice(0, count));
    try {
      const one = await planned({ layers, by: "loss" });
      tried.push({ layers, loss: (await judge?.lossOf(one.pruned)) ?? 0, planned: one });
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      failure = error;
    }
  }
  const [best] = tried.toSorted((one, other) => one.loss - other.loss);
  if (!best) throw failure ?? new WorkError("no depth fits the budget. Raise it.");
  const losses = tried.map(({ layers, loss }) => ({ layers, loss }));
  return { ...best.planned, dropped: { layers: best.layers, by: "loss", tried: losses } };
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
