import type { FurtherBudget, SizeMeasure, WholeSizes } from "@zerolm/checkpoint";
import { defaultSequence, UsageError } from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { bytesText, counted, flopsText, shortCount } from "../numbers.js";
import type { PruneRequest } from "./prune-request.js";

/** What a budget counts, and how much of it there may be. */
export interface PruneBudget {
  readonly measure: SizeMeasure;
  readonly limit: (sizes: WholeSizes) => number;
}

/** All that a request asks for: the budgets of one measure, which are planned for, and those of others, which are kept to. */
export interface PruneBudgets extends PruneBudget {
  readonly also: readonly FurtherBudget[];
  readonly text: string;
}

interface Given extends PruneBudget {
  readonly text: string;
}

/** A budget that depends on no checkpoint. */
interface Fixed extends Given, FurtherBudget {}

/**
 * The budgets that a request gives: those in parameters, of which the tightest counts, in FLOPs, and in bytes.
 *
 * @throws {UsageError} for none
 */
export function budgetsOf(request: PruneRequest, host: TaskHost): PruneBudgets {
  const parameters = parameterBudgets(request);
  const fixed = [...flopBudgets(request), ...byteBudgets(request)];
  const first = parameters ?? fixed[0] ?? cutAlone(request);
  const also = parameters ? fixed : fixed.slice(1);
  const most = (budget: keyof PruneRequest["budgets"]): string =>
    fieldName(host, `budgets.${budget}.maximum`);
  if (first === undefined)
    throw new UsageError(
      `no budget is given. Give ${fieldName(host, "keep")}, ${most("parameters")}, ${most("nonEmbeddingParameters")}, ${most("flops")}, ${most("weightBytes")}, ${fieldName(host, "dropLayers")} or ${fieldName(host, "hidden")}.`,
    );
  if (request.sequence !== undefined && request.budgets.flops === undefined)
    throw new UsageError(`${fieldName(host, "sequence")} has no effect without ${most("flops")}`);
  return {
    measure: first.measure,
    limit: first.limit,
    also: also.map(({ measure, maximum }) => ({ measure, maximum })),
    text: [first, ...also].map(({ text }) => text).join(", "),
  };
}

/** Layers or channels that go are enough of a cut. */
function cutAlone({ dropLayers, hidden }: PruneRequest): Given | undefined {
  const cuts = [
    ...(typeof dropLayers === "number" ? [`${counted(dropLayers, "layer")} less`] : []),
    ...(typeof hidden === "number" ? [`hidden size ${hidden}`] : []),
  ];
  if (cuts.length === 0) return undefined;
  return { measure: "parameters", limit: ({ size }) => size, text: cuts.join(", ") };
}

function parameterBudgets({ budgets, keep }: PruneRequest): Given | undefined {
  const measure = "parameters";
  const given: Given[] = [];
  const all = budgets.parameters?.maximum;
  const inner = budgets.nonEmbeddingParameters?.maximum;
  if (all !== undefined)
    given.push({ measure, limit: () => all, text: `at most ${shortCount(all)} parameters` });
  if (inner !== undefined)
    given.push({
      measure,
      limit: ({ size, nonEmbeddingSize }) => size - nonEmbeddingSize + inner,
      text: `at most ${shortCount(inner)} non-embedding parameters`,
    });
  if (keep !== undefined)
    given.push({
      measure,
      limit: ({ size, nonEmbeddingSize }) => size - (1 - keep) * nonEmbeddingSize,
      text: `${Number((100 * keep).toPrecision(6))} % of the non-embedding parameters`,
    });
  if (given.length === 0) return undefined;
  return {
    measure,
    limit: (sizes) => Math.min(...given.map(({ limit }) => limit(sizes))),
    text: given.map(({ text }) => text).join(", "),
  };
}

function flopBudgets({ budgets: { flops }, sequence = defaultSequence }: PruneRequest): Fixed[] {
  if (flops === undefined) return [];
  const { maximum } = flops;
  const text = `at most ${flopsText(maximum)} FLOPs for ${counted(sequence, "token")}`;
  return [{ measure: { flopsOver: sequence }, maximum, limit: () => maximum, text }];
}

function byteBudgets({ budgets: { weightBytes } }: PruneRequest): Fixed[] {
  if (weightBytes === undefined) return [];
  const { maximum } = weightBytes;
  const text = `at most ${bytesText(maximum)} of weights`;
  return [{ measure: "bytes", maximum, limit: () => maximum, text }];
}
