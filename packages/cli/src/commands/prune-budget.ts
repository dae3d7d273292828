import type { Planner, SizeMeasure } from "@zerolm/checkpoint";
import { defaultSequence, UsageError } from "@zerolm/core";
import { bytesText, counted, flopsText, shortCount } from "../output/numbers.js";
import type { PruneFlags } from "./prune.command.js";

/** What a budget counts, how much of it there may be, and both in words. */
export interface PruneBudget {
  readonly measure: SizeMeasure;
  readonly limit: (planner: Planner) => number;
  readonly text: string;
}

/**
 * The budget that the flags give. Budgets of parameters may be combined, and the tightest counts.
 *
 * @throws {UsageError} for none, and for two that are counted in different units: only one of them could be met exactly
 */
export function budgetOf(flags: PruneFlags): PruneBudget {
  const given = [...parameterBudgets(flags), ...flopBudgets(flags), ...byteBudgets(flags)];
  const [first, ...others] = given;
  if (first === undefined)
    throw new UsageError(
      "no budget is given; give --keep, --max-params, --max-non-embedding-params, --max-flops or --max-bytes",
    );
  if (flags.sequence !== undefined && flags.maxFlops === undefined)
    throw new UsageError("--sequence changes nothing without --max-flops");
  if (others.some(({ measure }) => measure !== first.measure))
    throw new UsageError("parameters, FLOPs and bytes are budgets of different units; give one of them");
  return {
    measure: first.measure,
    limit: (planner) => Math.min(...given.map(({ limit }) => limit(planner))),
    text: given.map(({ text }) => text).join(", "),
  };
}

function parameterBudgets({ maxParams, maxNonEmbeddingParams, keep }: PruneFlags): PruneBudget[] {
  const measure = "parameters";
  const budgets: PruneBudget[] = [];
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
  return budgets;
}

function flopBudgets({ maxFlops, sequence = defaultSequence }: PruneFlags): PruneBudget[] {
  if (maxFlops === undefined) return [];
  const text = `at most ${flopsText(maxFlops)} FLOPs for ${counted(sequence, "token")}`;
  return [{ measure: { flopsOver: sequence }, limit: () => maxFlops, text }];
}

function byteBudgets({ maxBytes }: PruneFlags): PruneBudget[] {
  if (maxBytes === undefined) return [];
  return [{ measure: "bytes", limit: () => maxBytes, text: `at most ${bytesText(maxBytes)} of weights` }];
}
