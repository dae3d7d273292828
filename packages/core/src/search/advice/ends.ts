import { ZerolmError } from "../../errors.js";
import type { CompileOptions } from "../../space/compile.js";
import type { Genotype, MacroOption, Space } from "../../space/space.js";
import type { SearchMethod, SearchRequest } from "../search.js";
import type { SizeCurve } from "./size-curve.js";

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

function macroEnds({ macroOptions }: Space, { macro }: Genotype): End[] {
  const { choices } = macroOptions[macro] as MacroOption;
  return Object.entries(choices).flatMap(([choice, value]) => {
    const all = macroOptions.map((option) => option.choices[choice]);
    return endOf(choice, value, all);
  });
}

function layerEnds({ macroOptions }: Space, { macro, layers }: Genotype): End[] {
  const all = new Map<string, Set<unknown>>();
  for (const list of new Set(macroOptions.flatMap(({ stages }) => stages.map(({ choices = [] }) => choices))))
    for (const choices of list)
      for (const [choice, value] of Object.entries(choices))
        all.set(choice, (all.get(choice) ?? new Set()).add(value));
  const ends = new Map<string, End>();
  for (const [stage, { choices = [], repeat }] of (macroOptions[macro] as MacroOption).stages.entries())
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

/** What one more value of a choice would be worth. */
export interface StepBeyond extends End {
  /** The best score with that value less the best without: 0 if it changes nothing. */
  readonly gain: number;
  /** The same as equivalent size, in per cent of the budget; missing without a budget to compare with. */
  readonly equivalentSize?: number | undefined;
}

/**
 * What one step beyond each end would be worth: the space is compiled with one more value there, as far from the last as that from the one
 * before, and searched under the same budgets. Ends that cannot be widened are left out: nothing lies beyond 1 head.
 *
 * @param compile the space of the request under more options
 * @param score the best of the request
 */
export async function stepsBeyond(
  method: SearchMethod,
  request: SearchRequest,
  compile: (options: CompileOptions) => Space,
  {
    score,
    ends,
    budget,
  }: { readonly score: number; readonly ends: readonly End[]; readonly budget?: BudgetCurve | undefined },
): Promise<StepBeyond[]> {
  const steps: StepBeyond[] = [];
  for (const end of ends) {
    const wider = await widerSearch(method, request, compile, end);
    if (!wider) continue;
    const gain = wider.score - score;
    const curve = budget?.(wider.request);
    steps.push({ ...end, gain, ...(curve ? { equivalentSize: await curve.equivalentSize(score) } : {}) });
  }
  return steps;
}

/** The curve of a request's budget. */
export type BudgetCurve = (request: SearchRequest) => SizeCurve;

async function widerSearch(
  method: SearchMethod,
  request: SearchRequest,
  compile: (options: CompileOptions) => Space,
  { choice, end }: End,
): Promise<{ readonly score: number; readonly request: SearchRequest } | undefined> {
  try {
    const { onProgress: _, ...quiet } = request;
    const wider = {
      ...quiet,
      space: compile({ widen: { [choice]: end } }),
      top: 1,
      pareto: false,
      perMacro: false,
    };
    const { best } = await method.search(wider);
    return best[0] && { score: best[0].score, request: wider };
  } catch (error) {
    if (error instanceof ZerolmError) return undefined;
    throw error;
  }
}
