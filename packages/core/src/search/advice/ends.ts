import { ZerolmError } from "../../errors.js";
import { leastOver, mostOver } from "../../extremes.js";
import type { CompileOptions } from "../../space/compile.js";
import { type Bindings, valueBeyond } from "../../space/declaration.js";
import { type Genotype, type MacroOption, macroOptionAt, type Space } from "../../space/space.js";
import type { Budget, SearchMethod, SearchRequest } from "../search.js";
import { type StageSums, termsOf } from "../terms.js";
import { ifAny } from "./if-any.js";
import { SizeCurve } from "./size-curve.js";

/** A choice of an answer that lies at an end of its range: the space decided it, not the score. */
export interface End {
  readonly choice: string;
  readonly value: number;
  readonly end: "least" | "most";
  /** Whether it is a choice of layers, and how many of the layers lie there. */
  readonly layers?: number | undefined;
}

/**
 * Which numeric choices of an answer lie at the end of their range in its space. A choice with one value has no ends.
 *
 * @example
 * atEnds(space, best.genotype); // [{ choice: "depth", value: 200, end: "most" }]
 */
export const atEnds = (space: Space, genotype: Genotype): End[] => [
  ...macroEnds(space, genotype),
  ...layerEnds(space, genotype),
];

const macroValues = ({ macroOptions }: Pick<Space, "macroOptions">, choice: string): unknown[] =>
  macroOptions.map(({ choices }) => choices[choice]);

function macroEnds({ macroOptions }: Space, { macro }: Genotype): End[] {
  const { choices } = macroOptionAt({ macroOptions }, macro);
  return Object.entries(choices).flatMap(([choice, value]) => {
    return endOf(choice, value, macroValues({ macroOptions }, choice));
  });
}

/** All values of each layer choice. */
function layerValues({ macroOptions }: Space): Map<string, Set<unknown>> {
  const all = new Map<string, Set<unknown>>();
  for (const list of new Set(macroOptions.flatMap(({ stages }) => stages.map(({ choices = [] }) => choices))))
    for (const choices of list)
      for (const [choice, value] of Object.entries(choices))
        all.set(choice, (all.get(choice) ?? new Set()).add(value));
  return all;
}

function layerEnds(space: Space, { macro, layers }: Genotype): End[] {
  const { macroOptions } = space;
  const all = layerValues(space);
  const ends = new Map<string, End>();
  for (const [stage, { choices = [], repeat }] of macroOptionAt({ macroOptions }, macro).stages.entries())
    for (const [choice, value] of Object.entries(choices[layers[stage] as number] ?? {}))
      for (const end of endOf(choice, value, [...(all.get(choice) ?? [])])) {
        const key = `${choice} ${end.end}`;
        ends.set(key, { ...end, layers: (ends.get(key)?.layers ?? 0) + repeat });
      }
  return [...ends.values()];
}

function endOf(choice: string, value: unknown, all: readonly unknown[]): End[] {
  const values = all.filter((one) => typeof one === "number");
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (typeof value !== "number" || values.length < all.length || least === most) return [];
  if (value === least) return [{ choice, value, end: "least" }];
  return value === most ? [{ choice, value, end: "most" }] : [];
}

/**
 * Whether a layer choice decides anything: options that differ in it alone may all have one score and one cost, as head widths often do. An
 * end of such a choice is no advice.
 *
 * @param end of the architecture
 * @returns true if it is not known, or the score is no sum over layers
 */
export function isJudged(
  { space, scorer, cost }: SearchRequest,
  genotype: Genotype,
  { choice }: End,
): boolean {
  const option = macroOptionAt(space, genotype.macro);
  if (Object.hasOwn(option.choices, choice) || !scorer.additive || !cost.additive) return true;
  const terms = [scorer.additive, cost.additive].map((additive) => termsOf(additive, option).stages);
  return option.stages.some(({ choices = [] }, stage) => {
    const own = genotype.layers[stage] as number;
    const others = [...choices.keys()].filter((other) => differInOne(choices, own, other, choice));
    const sums = terms.map((stages) => stages[stage] as StageSums);
    return others.length === 0 || others.some((other) => sums.some((sum) => differ(sum, own, other)));
  });
}

const differ = ({ high, low }: StageSums, one: number, other: number): boolean =>
  high[one] !== high[other] || low[one] !== low[other];

function differInOne(choices: readonly Bindings[], own: number, other: number, choice: string): boolean {
  const [one, two] = [choices[own], choices[other]];
  return (
    own !== other &&
    Object.entries(one ?? {}).every(([name, value]) => name === choice || two?.[name] === value)
  );
}

/** What one more value of a choice would be worth. */
export interface StepBeyond extends End {
  /** The value beyond the end; missing if there is none, or the rules of the space exclude it. */
  readonly beyond?: number | undefined;
  /** The best score with that value less the best without: 0 if it changes nothing. Missing without such a value. */
  readonly gain?: number | undefined;
  /** How many per cent less than the answer takes would reach its score with that value; missing without a budget to compare with. */
  readonly equivalentSize?: number | undefined;
}

/** What is known before one looks beyond the ends of an answer. */
export interface Answer {
  readonly score: number;
  readonly ends: readonly End[];
  /** The budget of the request that says how much a gain is worth, and how much of it the answer takes. */
  readonly budget?: Budget | undefined;
  readonly amount?: number | undefined;
}

/**
 * What one step beyond each end would be worth: as far from the last value as that from the one before. The space is compiled with that value
 * and searched under the same budgets. An end that the document cannot be widened at stays without that.
 *
 * @param compile the space of the request under more options
 * @example
 * await stepsBeyond(exact, request, (options) => readSpace(text, file, options), { score, ends, budget });
 */
export async function stepsBeyond(
  method: SearchMethod,
  request: SearchRequest,
  compile: (options: CompileOptions) => Space,
  { ends, ...answer }: Answer,
): Promise<StepBeyond[]> {
  const steps: StepBeyond[] = [];
  for (const end of ends) {
    const wider = widerSpace(request.space, compile, end);
    const { onProgress: _, ...quiet } = request;
    const worth = wider && (await worthOf(method, { ...quiet, space: wider.space }, answer));
    steps.push(wider ? { ...end, beyond: wider.beyond, ...worth } : end);
  }
  return steps;
}

async function worthOf(
  method: SearchMethod,
  wider: SearchRequest,
  { score, budget, amount }: Omit<Answer, "ends">,
): Promise<Pick<StepBeyond, "gain" | "equivalentSize">> {
  const single = { ...wider, floor: score, top: 1, pareto: false, perMacro: false };
  const found = await ifAny(() => method.search(single));
  const gain = (found?.best[0]?.score ?? score) - score;
  if (!budget || amount === undefined) return { gain };
  const less = { ...budget, maximum: amount };
  const budgets = wider.budgets.map((one) => (one === budget ? less : one));
  const curve = new SizeCurve(method, { ...wider, budgets }, less);
  return { gain, equivalentSize: gain === 0 ? 0 : await curve.spared(score) };
}

interface Wider {
  readonly space: Space;
  /** The value beyond the end. */
  readonly beyond: number;
}

/**
 * The architectures with the value beyond an end; with those of the space itself if layers may mix values. Nothing if there is no such
 * value, or the rules of the space exclude it.
 */
function widerSpace(space: Space, compile: (options: CompileOptions) => Space, end: End): Wider | undefined {
  const { choice, end: side } = end;
  const mixes =
    !Object.hasOwn(space.macroOptions[0]?.choices ?? {}, choice) && space.macroOptions.some(isMixed);
  const beyond = stepBeyond(space, end);
  if (beyond === undefined) return undefined;
  const wide = ifCompiled(() =>
    compile(mixes ? { widen: { [choice]: side } } : { set: { [choice]: beyond } }),
  );
  const isThere = wide && valuesOf(wide, choice).includes(beyond);
  return isThere ? { space: wide, beyond } : undefined;
}

const isMixed = ({ stages }: MacroOption): boolean => stages.length > 1;

function ifCompiled(compiled: () => Space): Space | undefined {
  try {
    return compiled();
  } catch (error) {
    if (error instanceof ZerolmError) return undefined;
    throw error;
  }
}

const valuesOf = (space: Space, choice: string): unknown[] => [
  ...macroValues(space, choice),
  ...(layerValues(space).get(choice) ?? []),
];

/** One step beyond an end. */
function stepBeyond(space: Space, { choice, value, end }: End): number | undefined {
  const others = valuesOf(space, choice).filter(
    (one) => typeof one === "number" && one !== value,
  ) as number[];
  const before = end === "most" ? mostOver(others, (one) => one) : leastOver(others, (one) => one);
  return Number.isFinite(before) ? valueBeyond(value, before) : undefined;
}
