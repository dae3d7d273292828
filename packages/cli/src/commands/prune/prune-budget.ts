import type { FurtherBudget, Planner, SizeMeasure } from "@zerolm/checkpoint";
import { defaultSequence, UsageError } from "@zerolm/core";
import { bytesText, counted, flopsText, shortCount } from "@zerolm/view";
import type { PruneFlags } from "./prune.flags.js";

/** What a budget counts, and how much of it there may be. */
export interface PruneBudget {
  readonly measure: SizeMeasure;
  readonly limit: (planner: Planner) => number;
}

/** All that the flags ask for: the budgets of one measure, which are planned for, and those of others, which are kept to. */
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
 * The budgets that the flags give: those in parameters, of which the tightest counts, in FLOPs, and in bytes.
 *
 * @throws {UsageError} for none
 */
export function budgetsOf(flags: PruneFlags): PruneBudgets {
  const parameters = parameterBudgets(flags);
  const fixed = [...flopBudgets(flags), ...byteBudgets(flags)];
  const first = parameters ?? fixed[0];
  const also = parameters ? fixed : fixed.slice(1);
  if (first === undefined)
    throw new UsageError(
      "no budget is given; give --keep, --max-params, --max-non-embedding-params, --max-flops or --max-bytes",
    );
  if (flags.sequence !== undefined && flags.maxFlops === undefined)
    throw new UsageError("--sequence changes nothing without --max-flops");
  return {
    measure: first.measure,
    limit: first.limit,
    also: also.map(({ measure, maximum }) => ({ measure, maximum })),
    text: [first, ...also].map(({ text }) => text).join(", "),
  };
}

function parameterBudgets({ maxParams, maxNonEmbeddingParams, keep }: PruneFlags): Given | undefined {
  const measure = "parameters";
  const budgets: Given[] = [];
  if (maxParams !== undefined)
    budgets.push({ measure, limit: () => maxParams, text: `at most ${shortCount(maxParams)} parameters` });
  if (maxNonEmbeddingParams !== undefined)
    budgets.push({
      measure,
      limit: ({ size, nonEmbeddingSize }) => size - nonEmbeddingSize + maxNonEmbeddingParams,
      text: `at most ${shortCount(maxNonEmbeddingParams)} non-embedding parameters`,
    });
  if (keep !== undefined)
    budgets.push({
      measure,
      limit: ({ size, nonEmbeddingSize }) => size - (1 - keep) * nonEmbeddingSize,
      text: `${Number((100 * keep).toPrecision(6))} % of the non-embedding parameters`,
    });
  if (budgets.length === 0) return undefined;
  return {
    measure,
    limit: (planner) => Math.min(...budgets.map(({ limit }) => limit(planner))),
    text: budgets.map(({ text }) => text).join(", "),
  };
}

function flopBudgets({ maxFlops, sequence = defaultSequence }: PruneFlags): Fixed[] {
  if (maxFlops === undefined) return [];
  const text = `at most ${flopsText(maxFlops)} FLOPs for ${counted(sequence, "token")}`;
  return [{ measure: { flopsOver: sequence }, maximum: maxFlops, limit: () => maxFlops, text }];
}

function byteBudgets({ maxBytes }: PruneFlags): Fixed[] {
  if (maxBytes === undefined) return [];
  const text = `at most ${bytesText(maxBytes)} of weights`;
  return [{ measure: "bytes", maximum: maxBytes, limit: () => maxBytes, text }];
}
