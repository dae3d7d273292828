import {
  allocateWithin,
  type KnapsackChoice as Choice,
  type Host,
  InterruptedError,
  smallestSize as leastOf,
  pacedReport,
  KnapsackSolver as Solver,
  sizesOf,
  UsageError,
  WorkError,
} from "@zerolm/core";
import type { MatrixStatistics } from "../capacity/statistics.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import { frameSizes } from "./frame-sizes.js";
import { type PrunablePart, prunableParts, type SizeMeasure } from "./parts.js";
import { type Chosen, type PartChoices, uniformPlan } from "./uniform-plan.js";
import { defaultMultiple, defaultUniformity, type Uniformity } from "./uniformity.js";
import { orderedUnits, type UnitOrder, unitSquares } from "./unit-squares.js";
import { type PruneProxy, pruneProxies } from "./values.js";

export interface PruneOptions {
  /** What is maximised. Default: `pruneProxies.zerolm`. */
  readonly proxy?: PruneProxy | undefined;
  /** Balance of attention and FFN, for proxies that have one. Default: 0.5. */
  readonly alpha?: number | undefined;
  /** Which units go first. Default: by norm; `stored` for supernets. */
  readonly order?: UnitOrder | undefined;
  /** FFN widths are multiples of this. Default: `defaultMultiple`, 16 or 256. */
  readonly multipleOf?: number | undefined;
  /**
   * The share of its heads and rows that every sub-module keeps. Default: a half. Sums of capacities empty the layers whose weights are
   * small, which are the first ones and which a network cannot do without. The default was chosen after seeing what pruning did to
   * `tiny-llama-kjv`: figures on that model are no evidence for it.
   */
  readonly atLeast?: number | undefined;
  /** Whether a sub-module may be left out altogether; with equal layers, whether a whole layer may. Default: no. */
  readonly whole?: boolean | undefined;
  /** What layers have in common. Default: `defaultUniformity`, with which others than zerolm load the result. */
  readonly uniform?: Uniformity | undefined;
  /** What the budget counts. Default: parameters. */
  readonly measure?: SizeMeasure | undefined;
  /** Further budgets for everything, in other measures, which every plan keeps to. Default: none. */
  readonly also?: readonly FurtherBudget[] | undefined;
  /** Is told how many parts are counted, and may stop it. */
  readonly host?: Host | undefined;
}

/** A budget beside the one that plans are asked for. */
export interface FurtherBudget {
  readonly measure: SizeMeasure;
  readonly maximum: number;
}

/** What is kept of one part. */
export interface KeptPart {
  readonly layer: number;
  readonly subModule: "attention" | "ffn";
  /** Groups of heads, or FFN rows, as numbered in the checkpoint, ascending. */
  readonly units: readonly number[];
  /** How many there were. */
  readonly of: number;
}

/** What a pruned checkpoint consists of. */
export interface PrunePlan {
  readonly parts: readonly KeptPart[];
  /** Everything, embeddings among it, in the measure of the budget. */
  readonly size: number;
  readonly sizeBefore: number;
  /** The same in the measures of further budgets, in their order. */
  readonly also: readonly { readonly size: number; readonly sizeBefore: number }[];
  readonly value: number;
  readonly valueBefore: number;
  /** Whether it is proven that no other allocation within the budget is worth more. */
  readonly optimal: boolean;
}

/** Plans for any budget: the values of all ways to cut are counted once. */
export interface Planner {
  /** All of the checkpoint, in the measure of the budget. */
  readonly size: number;
  /** The part of it that is neither an embedding nor a projection to the vocabulary; for FLOPs, which have no such part, the layers. */
  readonly nonEmbeddingSize: number;
  /**
   * The plan that is worth most within a budget for everything. If the host stops it, the best that was found, not proven.
   *
   * @throws {WorkError} if the budget is too small
   * @throws {InterruptedError} if the host stops it before anything is found
   */
  readonly plan: (budget: number) => Promise<PrunePlan>;
}

/**
 * Prepares to prune: orders the units of every part and counts what each number of them is worth.
 *
 * @param statistics of the layers, by `squareStatistics`
 * @throws {InterruptedError} if the host stops it
 * @example
 * const planner = await prunePlanner(mapped, statistics);
 * const plan = await planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
 */
export async function prunePlanner(
  mapped: MappedCheckpoint,
  statistics: readonly MatrixStatistics[],
  options: PruneOptions = {},
): Promise<Planner> {
  const { measure = "parameters", uniform = defaultUniformity(mapped), whole = false, also = [] } = options;
  const { multipleOf = defaultMultiple(mapped, uniform), host } = options;
  const parts = await allChoices(mapped, statistics, { ...options, multipleOf });
  const layersSize = parts.reduce((sum, { part }) => sum + part.size(part.units, measure), 0);
  const { fixed, vocabulary } = frameSizes(mapped, measure);
  const measures = [measure, ...also.map((one) => one.measure)];
  const frames = measures.map((one) => frameSizes(mapped, one).fixed);
  const solver = also.length > 0 ? await Solver.load() : undefined;
  const groups = parts.map(({ choices }) => choices);
  const plan = async (budget: number): Promise<PrunePlan> => {
    const budgets = [budget, ...also.map(({ maximum }) => maximum)];
    refuseBelow(groups, frames, budgets, measures);
    const limits = { limits: budgets.map((one, index) => one - (frames[index] as number)), solver, host };
    const found =
      uniform === "none"
        ? await allocateWithin(groups, limits)
        : await uniformPlan(parts, uniform, whole, limits);
    if (!found) throw new WorkError("nothing meets all budgets at once; raise one of them");
    return planOf(parts, found, frames);
  };
  return { size: fixed + layersSize, nonEmbeddingSize: fixed + layersSize - vocabulary, plan };
}

type ChoiceOptions = PruneOptions & { readonly multipleOf: number };

async function allChoices(
  mapped: MappedCheckpoint,
  statistics: readonly MatrixStatistics[],
  options: ChoiceOptions,
): Promise<PartChoices[]> {
  const { host = {} } = options;
  const report = pacedReport(host);
  const prunable = prunableParts(mapped);
  const parts: PartChoices[] = [];
  for (const part of prunable) {
    if (host.signal?.aborted) throw new InterruptedError("stopped before all parts were counted");
    parts.push(await choicesOf(part, statistics, options));
    await report({ what: "of the parts counted", done: parts.length, total: prunable.length });
  }
  return parts;
}

async function choicesOf(
  part: PrunablePart,
  statistics: readonly MatrixStatistics[],
  options: ChoiceOptions,
): Promise<PartChoices> {
  const {
    proxy = pruneProxies.zerolm,
    alpha = 0.5,
    order = "norm",
    multipleOf,
    atLeast = 0.5,
    whole = false,
    measure = "parameters",
    also = [],
  } = options;
  if (!Number.isInteger(multipleOf) || multipleOf < 1)
    throw new UsageError(`multiples of ${multipleOf} make no sense; give a whole number from 1`);
  const squares = unitSquares(part, statistics);
  const ordered = orderedUnits(squares, part.units, order);
  const values = await proxy.values(part, squares, ordered);
  const weight = !proxy.usesAlpha ? 1 : part.subModule === "attention" ? alpha : 1 - alpha;
  const kept = keptNumbers(
    part.units,
    part.subModule === "ffn" ? multipleOf : 1,
    atLeast * part.units,
    whole,
  );
  const choices = kept.map((count) => ({
    size: part.size(count, measure),
    also: also.map((one) => part.size(count, one.measure)),
    value: weight * (values[count] as number),
  }));
  return { part, order: ordered, kept, choices };
}

/** Multiples from a least number on, the whole, and nothing where that is allowed. */
function keptNumbers(units: number, step: number, least: number, whole: boolean): number[] {
  const numbers = whole ? [0] : [];
  for (let count = step * Math.max(1, Math.ceil(least / step)); count < units; count += step)
    numbers.push(count);
  return [...numbers, units];
}

function refuseBelow(
  groups: readonly (readonly Choice[])[],
  frames: readonly number[],
  budgets: readonly number[],
  measures: readonly SizeMeasure[],
): void {
  for (const [index, budget] of budgets.entries()) {
    const least = (frames[index] as number) + leastOf(groups, index);
    const unit = unitOf(measures[index] as SizeMeasure);
    if (least > budget)
      throw new WorkError(
        `the least that can be kept, embeddings among it, is ${least} ${unit}, and the budget is ${Math.floor(budget)}; raise it, or let every attention and FFN keep less`,
      );
  }
}

const unitOf = (measure: SizeMeasure): string => (typeof measure === "string" ? measure : "FLOPs");

/** The plan of one choice for every part. */
function planOf(
  parts: readonly PartChoices[],
  { chosen, optimal }: Chosen,
  frames: readonly number[],
): PrunePlan {
  const sum = (pick: (one: PartChoices, index: number) => number): number =>
    parts.reduce((total, one, index) => total + pick(one, index), 0);
  const sizeOf = (choice: Choice | undefined, budget: number): number =>
    choice ? (sizesOf(choice)[budget] as number) : 0;
  const [of, ...also] = frames.map((frame, budget) => ({
    size: frame + sum(({ choices }, index) => sizeOf(choices[chosen[index] as number], budget)),
    sizeBefore: frame + sum(({ choices }) => sizeOf(choices.at(-1), budget)),
  }));
  return {
    parts: parts.map(({ part, order, kept }, index) => ({
      layer: part.layer,
      subModule: part.subModule,
      units: order.slice(0, kept[chosen[index] as number]).sort((one, other) => one - other),
      of: part.units,
    })),
    size: of?.size ?? 0,
    sizeBefore: of?.sizeBefore ?? 0,
    also,
    value: sum(({ choices }, index) => choices[chosen[index] as number]?.value ?? 0),
    valueBefore: sum(({ choices }) => choices.at(-1)?.value ?? 0),
    optimal,
  };
}
