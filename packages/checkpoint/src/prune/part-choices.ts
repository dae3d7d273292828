import { type KnapsackChoice as Choice, InterruptedError, pacedReport, UsageError } from "@zerolm/core";
import type { MatrixStatistics } from "../capacity/statistics.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import { unitEnergies } from "./activity.js";
import type { PrunablePart } from "./parts.js";
import type { PruneOptions } from "./plan.js";
import { defaultAtLeast, isProtected } from "./safety.js";
import type { ShapeRules } from "./shape-rules.js";
import type { PartChoices } from "./uniform-plan.js";
import { orderedUnits, unitSquares } from "./unit-squares.js";
import { pruneProxies } from "./values.js";

/** What decides the choices of a part. */
export type ChoiceOptions = PruneOptions & {
  readonly multipleOf: number;
  readonly rules: ShapeRules;
  /** How evenly FFNs are cut. */
  readonly evenness: number;
  /** Layers at each end that are protected. */
  readonly ends: number;
};

/** The choices of every part, in their order. */
export async function allChoices(
  mapped: MappedCheckpoint,
  prunable: readonly PrunablePart[],
  statistics: readonly MatrixStatistics[],
  options: ChoiceOptions,
): Promise<PartChoices[]> {
  const { host = {} } = options;
  const report = pacedReport(host);
  const parts: PartChoices[] = [];
  for (const part of prunable) {
    if (host.signal?.aborted) throw new InterruptedError("stopped before all parts were counted");
    parts.push(await choicesOf(part, statistics, options, isProtected(part.layer, mapped, options.ends)));
    await report({ what: "of the parts counted", done: parts.length, total: prunable.length });
  }
  return parts;
}

async function choicesOf(
  part: PrunablePart,
  statistics: readonly MatrixStatistics[],
  options: ChoiceOptions,
  isEnd: boolean,
): Promise<PartChoices> {
  const {
    activity,
    proxy = activity ? pruneProxies.activations : pruneProxies.zerolm,
    alpha = 0.5,
    order = activity ? "activation" : "norm",
    multipleOf,
    atLeast = defaultAtLeast,
    whole = false,
    rules,
    measure = "parameters",
    also = [],
  } = options;
  if (!Number.isInteger(multipleOf) || multipleOf < 1)
    throw new UsageError(`multiples of ${multipleOf} make no sense. Give a whole number from 1.`);
  const squares = unitSquares(part, statistics);
  const figures = { squares, energies: activity && unitEnergies(part, squares, activity) };
  const ordered = orderedUnits(figures, part.units, order);
  const values = await proxy.values(part, figures, ordered);
  const weight = !proxy.usesAlpha ? 1 : part.subModule === "attention" ? alpha : 1 - alpha;
  const step = part.subModule === "ffn" ? multipleOf : 1;
  // A number of heads that all layers share is cut in all or in none.
  const ownSize = rules.uniform === "none" || (rules.uniform === "heads" && part.subModule === "ffn");
  const staysWhole = part.fixed || (isEnd && ownSize);
  const least = staysWhole ? part.units : atLeast * part.units;
  const mayGo = whole && !isEnd && !isFirstAttention(part, rules);
  const kept = allowedNumbers(part, keptNumbers(part.units, step, least, mayGo), rules);
  const choiceOf = (count: number): Choice => ({
    size: part.size(count, measure),
    also: also.map((one) => part.size(count, one.measure)),
    value: weight * (values[count] as number),
  });
  return { part, order: ordered, kept, choices: kept.map(choiceOf), whole: choiceOf(part.units) };
}

/** Programs that read blocks fail if the first has no attention; equal layers go whole. */
const isFirstAttention = ({ layer, subModule }: PrunablePart, { loader, uniform }: ShapeRules): boolean =>
  loader !== "zerolm" && uniform !== "all" && layer === 0 && subModule === "attention";

/** Those that the program loads; if it loads none of them, the most that it does. */
function allowedNumbers(part: PrunablePart, numbers: readonly number[], { allows }: ShapeRules): number[] {
  const allowed = numbers.filter((count) => allows(part, count));
  if (allowed.some((count) => count > 0)) return allowed;
  for (let count = part.units; count > 0; count--) if (allows(part, count)) return [...allowed, count];
  return allowed;
}

/** Multiples from a least number on, the whole, and nothing where that is allowed. */
function keptNumbers(units: number, step: number, least: number, whole: boolean): number[] {
  const numbers = whole ? [0] : [];
  for (let count = step * Math.max(1, Math.ceil(least / step)); count < units; count += step)
    numbers.push(count);
  return [...numbers, units];
}
