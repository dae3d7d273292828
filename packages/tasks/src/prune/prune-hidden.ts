import {
  channelFigures,
  hiddenSizes,
  isLoadable,
  type MappedCheckpoint,
  narrowed,
  requireLoadable,
  requireNarrowable,
  wholeSizes,
} from "@zerolm/checkpoint";
import { type Loader, UsageError } from "@zerolm/core";
import { withRunners } from "../checkpoint/runners.js";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { type Asked, depthPlanner, dropped, leastLoss, type Planned } from "./prune-plan.js";
import type { PruneRequest } from "./prune-request.js";
import { rangesText } from "./ranges.js";

/**
 * Asked before weights are read.
 *
 * @throws {UsageError} if the hidden size cannot be cut so; if it is to be chosen without a text, or together with the number of layers
 */
export function requireHidden(mapped: MappedCheckpoint, request: PruneRequest, host: TaskHost): void {
  const { hidden, text, dropLayers } = request;
  if (hidden === undefined) return;
  const field = fieldName(host, "hidden");
  if (hidden === "auto" && text === undefined)
    throw new UsageError(`${field} auto needs a text. Give ${fieldName(host, "text")}, or a hidden size.`);
  if (dropLayers === "auto")
    throw new UsageError(
      `${fieldName(host, "dropLayers")} auto cannot be combined with ${field}. Give a number of layers.`,
    );
  requireNarrowable(mapped, hidden === "auto" ? undefined : hidden);
  if (hidden !== "auto") requireLoadable(mapped, hidden, loaderOf(request));
}

/** Only zerolm loads layers that have nothing in common. */
const loaderOf = ({ for: loader, uniform }: PruneRequest): Loader =>
  loader ?? (uniform === "none" ? "zerolm" : "transformers");

/** The plan with a smaller hidden size: channels are chosen first, heads and rows of what is left within the budget. */
export async function narrowedPlan(
  mapped: MappedCheckpoint,
  hidden: number | "auto",
  asked: Asked,
  host: TaskHost,
): Promise<Planned> {
  const { judge } = asked;
  const figures = await withRunners(mapped, host, ({ squares }) =>
    channelFigures(mapped, squares, judge?.findings.activity),
  );
  const planned = async (size: number): Promise<Planned> => {
    const { hidden: of } = mapped.architecture;
    if (size === of) return await planFor(mapped, mapped, asked, host);
    const { mapped: narrow, channels } = narrowed(mapped, figures, size);
    const plan = await planFor(mapped, narrow, asked, host);
    return { ...plan, hidden: { kept: size, of, channels: rangesText(channels), by: figures.by } };
  };
  if (hidden !== "auto") return await planned(hidden);
  const sizes = hiddenSizes(mapped).filter((size) => isLoadable(mapped, size, loaderOf(asked.request)));
  const { best, tried } = await leastLoss(sizes, planned, judge);
  const losses = tried.map(({ choice, loss }) => ({ hidden: choice, loss }));
  const { kept, of } = { kept: best.choice, of: mapped.architecture.hidden };
  const whole = { kept, of, channels: rangesText([...Array(of).keys()]), by: figures.by };
  return { ...best.planned, hidden: { ...whole, ...best.planned.hidden, tried: losses } };
}

/** A plan for a narrowed checkpoint. Shares of the budget are those of the layers of the whole one, and so are sizes before. */
async function planFor(
  whole: MappedCheckpoint,
  narrow: MappedCheckpoint,
  asked: Asked,
  host: TaskHost,
): Promise<Planned> {
  const { budget } = asked.chosen;
  const before = wholeSizes(whole, budget.measure);
  const planned = await depthPlanner(
    narrow,
    asked,
    ({ size, nonEmbeddingSize }) =>
      budget.limit({ ...before, size: size - nonEmbeddingSize + before.nonEmbeddingSize }),
    host,
  );
  const found = await planned(dropped(whole, asked));
  const also = found.plan.also.map(({ size }, index) => ({
    size,
    sizeBefore: wholeSizes(whole, budget.also[index]?.measure ?? "parameters").size,
  }));
  return { ...found, plan: { ...found.plan, sizeBefore: before.size, also } };
}
