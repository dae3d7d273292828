import { maximumDense } from "../../knapsack/cells.js";
import { choicesThatMatter, type Thinning } from "../../knapsack/choices.js";
import { Knapsack } from "../../knapsack/knapsack.js";
import { Program, type Window } from "../../knapsack/program.js";
import { lowered, raised } from "../../knapsack/relaxation.js";
import { stepsOf } from "../../knapsack/steps.js";
import { oncePer } from "../../once-per.js";
import { perRun } from "../../per-run.js";
import type { Additive } from "../../proxy/proxy.js";
import type { MacroOption } from "../../space/space.js";
import type { SearchRequest } from "../search.js";
import { endsOf, type StageSums, type Terms, termsOf, wholeCosts } from "../terms.js";

/** What programs are run for: the best score alone, any of the best scores, or the front of score against cost. */
export type Purpose = "best" | "several" | "front";

const thinnings: Readonly<Record<Purpose, Thinning>> = {
  best: "dominated",
  several: "larger",
  front: "dominated",
};

/** The dynamic program of one macro option: score against cost, where each stage takes one of its options. */
export class MacroProgram extends Program {
  constructor(
    readonly macro: number,
    readonly option: MacroOption,
    score: Terms,
    cost: Terms,
    window: Window,
    purpose: Purpose,
  ) {
    // If costs have a minimum, a worse start may be what reaches it.
    const mayDrop = (window.minimum ?? Number.NEGATIVE_INFINITY) === Number.NEGATIVE_INFINITY;
    super({
      knapsack: knapsackOf(score, cost, mayDrop ? thinnings[purpose] : "equal"),
      value: score,
      size: cost,
      window,
      steps: scoreSteps(score),
      dominance: mayDrop && purpose === "front",
    });
  }
}

const knapsackOf = oncePer((score: Terms, cost: Terms, thinning: Thinning) => {
  const stages = score.stages.map((own, stage) => ({ own, cost: cost.stages[stage] as StageSums }));
  return new Knapsack(perRun(stages, areAlike, ({ own, cost }) => groupOf(own, cost, thinning)));
});

/** What a stage adds to score and to cost. */
interface StageTerms {
  readonly own: StageSums;
  readonly cost: StageSums;
}

const areAlike = (one: StageTerms, next: StageTerms): boolean =>
  one.own === next.own && one.cost === next.cost;

/** The options of a stage that matter; stages that share their sums share the result, so that bounds see them as equal. */
const groupOf = oncePer((score: StageSums, cost: StageSums, thinning: Thinning) =>
  choicesThatMatter(score, wholeCosts(cost, "exact"), thinning),
);

const scoreSteps = oncePer(({ stages }: Terms) => stepsOf(stages));

/**
 * The programs of the macro options that may have a cost within the budget of a request: their least cost is not above it, and their
 * greatest not below. Of the others not even scores are measured. Unless the front is wanted, those that do not reach the floor of the
 * request are left out too.
 *
 * @param pursued the costs that the programs look for, in the unit of the cost; by default those of the budget
 */
export function programsOf(
  { space, scorer, cost, budgets, top, perMacro, floor }: SearchRequest,
  purpose: Purpose = top <= 1 || perMacro ? "best" : "several",
  pursued?: Window,
): MacroProgram[] {
  const budget: Window = budgets[0] ?? {};
  return space.macroOptions.flatMap((option, macro) => {
    const costs = termsOf(cost.additive as Additive, option);
    if (!mayMeet(costs, budget)) return [];
    const scores = termsOf(scorer.additive as Additive, option);
    if (purpose !== "front" && floor !== undefined && raised(endsOf(scores).maximum) < floor) return [];
    return [new MacroProgram(macro, option, scores, costs, pursued ?? budget, purpose)];
  });
}

/** Whether the least and the greatest cost leave room for one within a budget. */
function mayMeet(
  cost: Terms,
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Window,
): boolean {
  const ends = endsOf(cost);
  return lowered(ends.minimum) <= maximum && raised(ends.maximum) >= minimum;
}

/**
 * About how many steps the dynamic programs of a request take if no bound cuts them short: states of every level, times choices. It tells
 * spaces that are searched in a moment from those that are not, on any machine.
 */
export const effortOf = (request: SearchRequest): number =>
  programsOf(request).reduce((sum, program) => sum + stepsOfProgram(program), 0);

function stepsOfProgram({ breadth, knapsack: { groups } }: MacroProgram): number {
  let [steps, states] = [0, 1];
  for (const { places } of groups) {
    states = Math.min(breadth, states * places.length);
    steps += states * places.length;
  }
  return steps;
}

/** Whether costs have so small a step in common that the dynamic program has to look them up one by one. */
export const isUneven = (request: SearchRequest): boolean =>
  programsOf(request).some(
    (program) => program.breadth > maximumDense && program.bound > Number.NEGATIVE_INFINITY,
  );
