import {
  allocateWithin,
  type KnapsackChoice as Choice,
  type Host,
  type KnapsackLimits,
  type Loader,
  smallestSize as leastOf,
  KnapsackSolver as Solver,
  sizesOf,
  WorkError,
} from "@zerolm/core";
import type { MatrixStatistics } from "../capacity/statistics.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import type { LayerActivity } from "./activity.js";
import { goneChoices, refuseStacks, requireDroppable } from "./depth.js";
import { carriedSize, frameSizes, type WholeSizes, wholeSizes } from "./frame-sizes.js";
import { allChoices, type ChoiceOptions } from "./part-choices.js";
import { prunableParts, type SizeMeasure } from "./parts.js";
import {
  choicesBetween,
  defaultAtLeast,
  defaultProtected,
  equalShare,
  evennessAt,
  protectedLayers,
  usualEvenness,
} from "./safety.js";
import { shapeRules } from "./shape-rules.js";
import { type Chosen, type PartChoices, uniformPlan } from "./uniform-plan.js";
import { defaultMultiple, type Uniformity } from "./uniformity.js";
import type { UnitOrder } from "./unit-squares.js";
import type { PruneProxy } from "./values.js";

export interface PruneOptions {
  /** What a text makes of the layers. Default: no text is known. */
  readonly activity?: readonly LayerActivity[] | undefined;
  /** What is maximised. Default: `pruneProxies.activations` if a text is known, else `pruneProxies.zerolm`. */
  readonly proxy?: PruneProxy | undefined;
  /** Balance of attention and FFN, for proxies that have one. Default: 0.5. */
  readonly alpha?: number | undefined;
  /** Which units are kept first. Default: by activation if a text is known, else by norm; `stored` for supernets. */
  readonly order?: UnitOrder | undefined;
  /** FFN widths are multiples of this. Default: `defaultMultiple`, 16 or 256. */
  readonly multipleOf?: number | undefined;
  /** The program that is to load the result. Default: transformers, or zerolm if it alone loads what `uniform` asks for. */
  readonly loader?: Loader | undefined;
  /** Heads and FFN widths can be split into so many parts. Default: 1. */
  readonly headsMultipleOf?: number | undefined;
  /** The share of its heads and rows that every sub-module keeps. Default: `defaultAtLeast`. */
  readonly atLeast?: number | undefined;
  /** Layers at each end that stay whole unless layers are equal, and that are never left out. Default: `defaultProtected`. */
  readonly protect?: number | undefined;
  /**
   * How evenly the other FFNs are cut, with all heads as long as rows suffice: {@link evennessAt}. With 0 the worth alone decides. Default:
   * `usualEvenness`.
   */
  readonly evenness?: number | undefined;
  /** Whether a sub-module may be left out altogether; with equal layers, whether a whole layer may. Default: no. */
  readonly whole?: boolean | undefined;
  /** Layers that are left out in any case. Default: none. */
  readonly without?: ReadonlySet<number> | undefined;
  /** What layers have in common. Default: as little as the program allows. */
  readonly uniform?: Uniformity | undefined;
  /** What the budget counts. Default: parameters. */
  readonly measure?: SizeMeasure | undefined;
  /** Further budgets for everything, in other measures, which every plan keeps to. Default: none. */
  readonly also?: readonly FurtherBudget[] | undefined;
  /** Is told how many parts are counted, and may stop it. */
  readonly host?: Host | undefined;
}

const none: ReadonlySet<number> = new Set();

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

/** Plans for any budget: the values of all ways to cut are counted once. Its sizes are those of the whole, in the measure of the budget. */
export interface Planner extends WholeSizes {
  readonly loader: Loader;
  readonly uniform: Uniformity;
  readonly multipleOf: number;
  /** Layers at each end that stay whole, or, of equal layers, that are not left out. */
  readonly protected: number;
  /** How evenly the other FFNs are cut. */
  readonly evenness: number;
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
 * @throws {UsageError} if the program is not known to load such a checkpoint; {InterruptedError} if the host stops it
 * @example
 * const planner = await prunePlanner(mapped, statistics);
 * const plan = await planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
 */
export async function prunePlanner(
  mapped: MappedCheckpoint,
  statistics: readonly MatrixStatistics[],
  options: PruneOptions = {},
): Promise<Planner> {
  const { measure = "parameters", also = [], protect = defaultProtected } = options;
  const prunable = prunableParts(mapped);
  const rules = shapeRules(mapped, prunable, options);
  const { loader, uniform } = rules;
  const ends = protectedLayers(mapped.architecture.layers.length, protect);
  refuseStacks(mapped, options.whole ?? false);
  requireDroppable(mapped, options.without ?? none, protect);
  const multipleOf = options.multipleOf ?? defaultMultiple(mapped, uniform);
  const isByText = options.proxy?.needsText ?? options.activity !== undefined;
  const evenness = options.evenness ?? usualEvenness(uniform, isByText);
  const asked = { ...options, multipleOf, rules, ends, evenness };
  const parts = await allChoices(mapped, prunable, statistics, asked);
  const sizes = wholeSizes(mapped, measure, prunable);
  const plan = await planning(mapped, parts, asked, [{ measure, maximum: 0 }, ...also]);
  return { loader, uniform, multipleOf, protected: ends, evenness, ...sizes, plan };
}

/** Plans for any budget in the first of the measures. */
async function planning(
  mapped: MappedCheckpoint,
  parts: readonly PartChoices[],
  options: ChoiceOptions,
  budgets: readonly FurtherBudget[],
): Promise<Planner["plan"]> {
  const { host, whole = false, rules, without = none } = options;
  const gone = parts.filter(({ part }) => without.has(part.layer)).map(goneChoices);
  const left = parts.filter(({ part }) => !without.has(part.layer));
  const measures = budgets.map(({ measure }) => measure);
  const frames = measures.map((measure) => frameSizes(mapped, measure).fixed);
  const solver = budgets.length > 1 ? await Solver.load() : undefined;
  return async (budget) => {
    const maxima = [budget, ...budgets.slice(1).map(({ maximum }) => maximum)];
    refuseBelow(
      left.map(({ choices }) => choices),
      frames,
      maxima,
      measures,
    );
    const limits = maxima.map((one, index) => one - (frames[index] as number));
    for (const allowed of tiers(left, options, measures, limits)) {
      const found = await bestWithin(allowed, rules.uniform, whole, { limits, solver, host });
      if (!found) continue;
      const chosen = [...found.chosen, ...gone.map(() => 0)];
      return planOf(mapped, [...allowed, ...gone], { ...found, chosen }, frames, measures);
    }
    throw new WorkError(nothingFits(rules.uniform, measures.length));
  };
}

const nothingFits = (uniform: Uniformity, budgets: number): string =>
  uniform === "none" && budgets > 1
    ? "nothing meets all budgets at once. Raise one of them."
    : "no number of heads and FFN rows for all layers fits the budget. Raise it, or let every attention and FFN keep less (--at-least).";

const bestWithin = (
  parts: readonly PartChoices[],
  uniform: Uniformity,
  whole: boolean,
  limits: KnapsackLimits,
): Promise<Chosen | undefined> =>
  uniform === "none"
    ? allocateWithin(
        parts.map(({ choices }) => choices),
        limits,
      )
    : uniformPlan(parts, uniform, whole, limits);

/**
 * What may be chosen, the safest first: all heads, and of every FFN most of what an equal cut leaves; then anything above the floor.
 * With evenness 0 the worth decides from the start.
 */
function tiers(
  parts: readonly PartChoices[],
  { rules, multipleOf, atLeast = defaultAtLeast, evenness }: ChoiceOptions,
  measures: readonly SizeMeasure[],
  limits: readonly number[],
): PartChoices[][] {
  const anything = [...parts];
  if (evenness === 0) return [anything];
  const isCut = ({ part, kept }: PartChoices): boolean =>
    part.subModule === "ffn" && kept.some((count) => count > 0 && count < part.units);
  const share = equalShare(
    parts.map(({ part }) => part),
    parts.filter(isCut).map(({ part }) => part),
    measures.map((measure, index) => ({ measure, limit: limits[index] as number })),
  );
  const even = evennessAt(share, evenness);
  const least = rules.uniform === "all" ? 0 : Math.max(atLeast, even * share);
  const most = rules.uniform === "all" ? 1 : Math.max(atLeast, share / even);
  const rows = (of: number, units: number, round: (steps: number) => number): number =>
    multipleOf * round((of * units) / multipleOf);
  const safest = parts.map((one) => {
    const { units, subModule } = one.part;
    if (subModule === "attention") return choicesBetween(one, one.kept.at(-1) ?? 0, units);
    return isCut(one)
      ? choicesBetween(one, rows(least, units, Math.floor), rows(most, units, Math.ceil))
      : one;
  });
  return [safest, anything];
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
        `at least ${least} ${unit} have to be kept, embeddings included, but the budget is ${Math.floor(budget)}. Raise it, or let every attention and FFN keep less.`,
      );
  }
}

const unitOf = (measure: SizeMeasure): string => (typeof measure === "string" ? measure : "FLOPs");

/** The plan of one choice for every part. */
function planOf(
  mapped: MappedCheckpoint,
  parts: readonly PartChoices[],
  { chosen, optimal }: Chosen,
  frames: readonly number[],
  measures: readonly SizeMeasure[],
): PrunePlan {
  const sum = (pick: (one: PartChoices, index: number) => number): number =>
    parts.reduce((total, one, index) => total + pick(one, index), 0);
  const sizeOf = (choice: Choice | undefined, budget: number): number =>
    choice ? (sizesOf(choice)[budget] as number) : 0;
  const left = new Set(
    parts.flatMap(({ part, kept }, index) => (kept[chosen[index] as number] === 0 ? [] : [part.layer])),
  );
  // What the family does not know goes with its layer.
  const gone = mapped.carried.filter(({ layer }) => layer !== undefined && !left.has(layer));
  const [of, ...also] = frames.map((frame, budget) => ({
    size:
      frame -
      carriedSize(gone, measures[budget] ?? "parameters") +
      sum(({ choices }, index) => sizeOf(choices[chosen[index] as number], budget)),
    sizeBefore: frame + sum(({ whole }) => sizeOf(whole, budget)),
  }));
  return {
    parts: parts
      .map(({ part, order, kept }, index) => ({
        layer: part.layer,
        subModule: part.subModule,
        units: order.slice(0, kept[chosen[index] as number]).sort((one, other) => one - other),
        of: part.units,
      }))
      .sort((one, other) => one.layer - other.layer),
    size: of?.size ?? 0,
    sizeBefore: of?.sizeBefore ?? 0,
    also,
    value: sum(({ choices }, index) => choices[chosen[index] as number]?.value ?? 0),
    valueBefore: sum(({ whole }) => whole.value),
    optimal,
  };
}
