import { UsageError, WorkError } from "@zerolm/core";
import type { MatrixStatistics } from "../capacity/statistics.js";
import type { MappedCheckpoint } from "../family/map.js";
import { alike, type Chosen, type PartChoices } from "./alike.js";
import { allocate } from "./allocate.js";
import type { Choice } from "./choice.js";
import { frameSizes } from "./frame-sizes.js";
import { defaultLikeness, defaultMultiple, type Likeness } from "./likeness.js";
import { type PrunablePart, partSize, prunableParts, type SizeMeasure } from "./parts.js";
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
  /** Whether a sub-module may be left out altogether; with layers alike, whether a whole layer may. Default: no. */
  readonly whole?: boolean | undefined;
  /** What layers have in common. Default: `defaultLikeness`, with which others than zerolm load the result. */
  readonly uniform?: Likeness | undefined;
  /** What the budget counts. Default: parameters. */
  readonly measure?: SizeMeasure | undefined;
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
   * The plan that is worth most within a budget for everything.
   *
   * @throws {WorkError} where the budget is too small
   */
  readonly plan: (budget: number) => PrunePlan;
}

/**
 * Prepares to prune: orders the units of every part and counts what each number of them is worth.
 *
 * @param statistics of the layers, by `squareStatistics`
 * @example
 * const planner = await prunePlanner(mapped, statistics);
 * const plan = planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
 */
export async function prunePlanner(
  mapped: MappedCheckpoint,
  statistics: readonly MatrixStatistics[],
  options: PruneOptions = {},
): Promise<Planner> {
  const { measure = "parameters", uniform = defaultLikeness(mapped) } = options;
  const { multipleOf = defaultMultiple(mapped, uniform) } = options;
  const parts: PartChoices[] = [];
  for (const part of prunableParts(mapped))
    parts.push(await choicesOf(part, statistics, { ...options, multipleOf }));
  const layersSize = parts.reduce((sum, { part }) => sum + partSize(part, part.units, measure), 0);
  const { fixed, vocabulary } = frameSizes(mapped, measure);
  const plan = (budget: number): PrunePlan => {
    const room = budget - fixed;
    refuseBelow(fixed + leastSize(parts), budget);
    const found =
      uniform === "none"
        ? allocate(groupsOf(parts), room)
        : alike(parts, uniform, options.whole ?? false, room);
    return planOf(parts, found, fixed);
  };
  return { size: fixed + layersSize, nonEmbeddingSize: fixed + layersSize - vocabulary, plan };
}

async function choicesOf(
  part: PrunablePart,
  statistics: readonly MatrixStatistics[],
  options: PruneOptions & { readonly multipleOf: number },
): Promise<PartChoices> {
  const {
    proxy = pruneProxies.zerolm,
    alpha = 0.5,
    order = "norm",
    multipleOf,
    atLeast = 0.5,
    whole = false,
    measure = "parameters",
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
    size: partSize(part, count, measure),
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

const leastSize = (parts: readonly PartChoices[]): number =>
  parts.reduce((sum, { choices }) => sum + Math.min(...choices.map(({ size }) => size)), 0);

function refuseBelow(least: number, budget: number): void {
  if (least <= budget) return;
  throw new WorkError(
    `the least that can be kept, embeddings among it, is ${least}, and the budget is ${Math.floor(budget)}; raise it, or let every attention and FFN keep less`,
  );
}

const groupsOf = (parts: readonly PartChoices[]): (readonly Choice[])[] =>
  parts.map(({ choices }) => choices);

/** The plan of one choice for every part. */
function planOf(parts: readonly PartChoices[], { chosen, optimal }: Chosen, fixedSize: number): PrunePlan {
  const sum = (pick: (one: PartChoices, index: number) => number): number =>
    parts.reduce((total, one, index) => total + pick(one, index), 0);
  return {
    parts: parts.map(({ part, order, kept }, index) => ({
      layer: part.layer,
      subModule: part.subModule,
      units: order.slice(0, kept[chosen[index] as number]).sort((one, other) => one - other),
      of: part.units,
    })),
    size: fixedSize + sum(({ choices }, index) => choices[chosen[index] as number]?.size ?? 0),
    sizeBefore: fixedSize + sum(({ choices }) => choices.at(-1)?.size ?? 0),
    value: sum(({ choices }, index) => choices[chosen[index] as number]?.value ?? 0),
    valueBefore: sum(({ choices }) => choices.at(-1)?.value ?? 0),
    optimal,
  };
}
