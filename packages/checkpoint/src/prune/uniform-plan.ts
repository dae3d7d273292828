import {
  type Allocation,
  allocateWithin,
  type KnapsackChoice as Choice,
  type KnapsackLimits as Limits,
  sizesOf,
} from "@zerolm/core";
import type { PrunablePart } from "./parts.js";

/** A part with its order and its choices: how many units, what size, what worth. */
export interface PartChoices {
  readonly part: PrunablePart;
  readonly order: readonly number[];
  readonly kept: readonly number[];
  readonly choices: readonly Choice[];
  /** All of its units, whether they may be chosen or not. */
  readonly whole: Choice;
}

/** What a plan needs to know of an allocation. */
export type Chosen = Pick<Allocation, "chosen" | "value" | "optimal">;

/**
 * The best among plans with equal layers: every number of heads (and, with `all`, of FFN rows) that all layers have, one by one.
 *
 * @param whole whether, with `all`, a whole layer may go; with `heads`, an FFN or an attention
 * @returns nothing if none fits
 * @throws {InterruptedError} if the host stops it before one is found
 */
export async function uniformPlan(
  parts: readonly PartChoices[],
  uniform: "all" | "heads",
  whole: boolean,
  limits: Limits,
): Promise<Chosen | undefined> {
  const attention = parts.filter(({ part }) => part.subModule === "attention");
  const ffn = parts.filter(({ part }) => part.subModule === "ffn");
  const rowNumbers = uniform === "all" ? commonNumbers(ffn) : [undefined];
  const all = parts.map(bundled);
  let best: Chosen | undefined;
  for (const heads of commonNumbers(attention))
    for (const rows of rowNumbers) {
      const bundles = bundlesOf(all, { heads, rows, whole, byLayer: uniform === "all" });
      if (best && best.value >= mostValue(bundles)) continue;
      if (best && limits.host?.signal?.aborted) return { ...best, optimal: false };
      const found = await allocateWithin(bundles, limits, best?.value);
      if (!found || (best && best.value >= found.value)) continue;
      const chosen = bundles.flatMap((bundle, index) => bundle[found.chosen[index] as number]?.places ?? []);
      best = { ...found, chosen };
    }
  return best;
}

/**
 * Above 0, and found in every part; the largest first, which leaves little to try of the smaller ones. Undefined where there is nothing
 * to agree on: parts that stay whole have what they had in common.
 */
function commonNumbers(parts: readonly PartChoices[]): (number | undefined)[] {
  const [first, ...rest] = parts;
  if (!first || parts.every(({ part, kept }) => kept.every((count) => count === 0 || count === part.units)))
    return [undefined];
  return first.kept.filter((count) => count > 0 && rest.every(({ kept }) => kept.includes(count))).reverse();
}

/** A choice for one part, or for all parts of a layer; `places` says which choice of each. */
interface Bundle extends Choice {
  readonly places: readonly number[];
}

/** A part whose choices are bundles of one. */
interface BundledPart extends PartChoices {
  readonly choices: readonly Bundle[];
}

const bundled = (one: PartChoices): BundledPart => ({
  ...one,
  choices: one.choices.map((choice, place) => ({ ...choice, places: [place] })),
});

interface Fixed {
  readonly heads: number | undefined;
  readonly rows: number | undefined;
  readonly whole: boolean;
  /** Whether what goes is a layer, and no part of one. */
  readonly byLayer: boolean;
}

/** The choices that are left where numbers are fixed: those of each part, or of each layer as a whole. */
function bundlesOf(
  parts: readonly BundledPart[],
  { heads, rows, whole, byLayer }: Fixed,
): (readonly Bundle[])[] {
  const limited = parts.map((one) =>
    limitedTo(one, one.part.subModule === "attention" ? heads : rows, whole),
  );
  if (!whole || !byLayer) return limited;
  // The parts of a layer follow one another.
  const layers = [...new Set(parts.map(({ part }) => part.layer))];
  return layers.map((layer) => joined(limited.filter((_, index) => parts[index]?.part.layer === layer)));
}

function limitedTo(
  { kept, choices }: BundledPart,
  only: number | undefined,
  whole: boolean,
): readonly Bundle[] {
  if (only === undefined) return choices;
  const counts = whole ? [0, only] : [only];
  return counts.flatMap((count) => choices[kept.indexOf(count)] ?? []);
}

/** All parts of a layer gone, or all there. */
function joined(parts: readonly (readonly Bundle[])[]): Bundle[] {
  return [0, -1].map((end) => {
    const ends = parts.map((choices) => choices.at(end) as Bundle);
    return {
      size: ends.reduce((sum, { size }) => sum + size, 0),
      also: (ends[0]?.also ?? []).map((_, budget) =>
        ends.reduce((sum, end) => sum + (sizesOf(end)[budget + 1] as number), 0),
      ),
      value: ends.reduce((sum, { value }) => sum + value, 0),
      places: ends.flatMap(({ places }) => places),
    };
  });
}

const mostValue = (groups: readonly (readonly Choice[])[]): number =>
  groups.reduce(
    (sum, group) => sum + group.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    0,
  );
