import {
  type Architecture,
  architectureAt,
  atEnds,
  type CompileOptions,
  type Curve,
  type Found,
  flatness,
  flatWithin,
  isJudged,
  type Layer,
  quantityOf,
  type SearchRequest,
  type SearchResult,
  type Space,
  stepsBeyond,
  unjudgedMixers,
} from "@zerolm/core";
import type { NamedBudget } from "../budgets.js";
import type { AdviceOutcome } from "./advice-outcome.js";
import { type Adviser, adviserOf, quickMethod } from "./adviser.js";
import type { Hurry } from "./hurried.js";
import { mixtureAdvice } from "./mixture.js";
import { opinionsOf } from "./opinions.js";

/** What advice is about: a search and what it found. */
export interface Advised {
  readonly search: SearchRequest;
  readonly budgets: readonly NamedBudget[];
  /** Name of the proxy. */
  readonly proxy: string;
  /** The space of the search under more options. */
  readonly compile: (options: CompileOptions) => Space;
  readonly result: SearchResult;
  /** One of each macro option, the answer first. */
  readonly shapes: SearchResult["best"];
  /** Whether the result holds the whole front of score against the budget. */
  readonly front: boolean;
}

/** Advice on an answer, and the equivalent sizes of all that was found. */
export interface Advice {
  readonly advice: AdviceOutcome;
  /** One for each of the best; fewer if there was no time. */
  readonly equivalentSizes: readonly number[];
  /** What smaller budgets reach, if that is known. */
  readonly curve?: Curve | undefined;
}

/**
 * What to know before one trains the answer of a search. What would take too long is left out, and named.
 *
 * @example
 * const { advice } = await adviceOn(advised, new Hurry(3));
 */
export async function adviceOn(advised: Advised, hurry: Hurry): Promise<Advice> {
  const { search, budgets, proxy, result, shapes, front } = advised;
  const adviser = adviserOf(search, result, budgets, front, hurry);
  const [first] = result.best;
  const skipped: string[] = [];
  const inTime = async <Part>(name: string, advise: () => Promise<Part>): Promise<Part | undefined> => {
    const part = await hurry.inTime(advise);
    if (part === undefined) skipped.push(name);
    return part;
  };
  if (!first) return { advice: { ends: [], opinions: [] }, equivalentSizes: [] };
  const opinions = (await inTime("opinions", () => opinionsOf(proxy, search, shapes))) ?? [];
  const equivalentSizes = adviser
    ? ((await inTime("equivalentSize", () => sizesOf(adviser, result))) ?? [])
    : [];
  const ends = atEnds(search.space, first.genotype).filter((end) => isJudged(search, first.genotype, end));
  const many = adviser && quickMethod(search, true) ? adviser : undefined;
  const steps = many && (await inTime("ends", () => beyond(advised, many, ends, first)));
  if (adviser && !many) skipped.push("ends");
  const flat = adviser && (await inTime("flatness", async () => (await flatnessOf(search, adviser)) ?? null));
  const architecture = architectureAt(search.space, first.genotype);
  const unjudged = unjudgedMixers({ layers: offered(search.space, architecture) });
  const mixture = mixtureAdvice(architecture, proxy, search.scorer, search.space, budgets);
  return {
    equivalentSizes,
    curve: adviser?.curve,
    advice: {
      ...(adviser ? { equivalentSizeOf: adviser.budget.name } : {}),
      ends: steps ?? ends,
      ...(flat ? { flatness: flat } : {}),
      opinions,
      ...(search.scorer.additive ? { layerOrderMatters: false } : {}),
      ...(mixture ? { mixture } : {}),
      ...(unjudged.length > 0 ? { unjudged: [...unjudged] } : {}),
      ...(skipped.length > 0 ? { skipped } : {}),
    },
  };
}

/** The layers of the answer, and those that the space offers in their stead. */
const offered = ({ macroOptions: [first] }: Space, { layers }: Architecture): readonly Layer[] => [
  ...layers,
  ...(first?.stages.flatMap(({ options }) => options) ?? []),
];

async function sizesOf({ curve }: Adviser, { best }: SearchResult): Promise<number[]> {
  const sizes: number[] = [];
  for (const { score } of best) sizes.push(await curve.equivalentSize(score));
  return sizes;
}

const beyond = (
  { search, compile }: Advised,
  { method, budget }: Adviser,
  ends: ReturnType<typeof atEnds>,
  { score, genotype }: Found,
): Promise<AdviceOutcome["ends"]> => {
  const amount = quantityOf(budget.quantity, architectureAt(search.space, genotype));
  return stepsBeyond(method, search, compile, { score, ends, budget, amount });
};

async function flatnessOf(
  search: SearchRequest,
  { method, curve }: Adviser,
): Promise<AdviceOutcome["flatness"]> {
  const found = await flatness(method, search, curve);
  return found && { within: flatWithin, ...found };
}
