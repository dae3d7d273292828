import {
  type Curve,
  curveOfFront,
  effortOf,
  type SearchMethod,
  type SearchRequest,
  type SearchResult,
  SizeCurve,
  searchMethods,
} from "@zerolm/core";
import type { NamedBudget } from "../budgets.js";
import type { Hurry } from "./hurried.js";

const { exact, exhaustive, milp } = searchMethods;

/** Steps that a search of advice may take: a fraction of a second. */
const quickEffort = 3e8;
/** The same for each of many searches. */
const veryQuickEffort = 2e7;
/** Up to this many architectures all may be scored several times over. */
const quicklyScored = 20_000n;
/** Integer programs, one for each macro option, take milliseconds each. */
const quicklySolved = 30;

/** What advice is computed with: a method with a proof, and what smaller budgets reach. */
export interface Adviser {
  readonly method: SearchMethod;
  /** The budget in whose per cent differences are said. */
  readonly budget: NamedBudget;
  readonly curve: Curve;
}

/**
 * The adviser of a search; nothing without a proven answer and a budget with a maximum, or if every method would take long.
 *
 * @param front whether the result holds the whole front of score against the budget
 */
export function adviserOf(
  request: SearchRequest,
  result: SearchResult,
  budgets: readonly NamedBudget[],
  front: boolean,
  hurry: Hurry,
): Adviser | undefined {
  const budget = budgets.find(({ maximum }) => maximum !== undefined);
  const quick = budget && result.optimal ? quickMethod(request) : undefined;
  if (!budget || !quick) return undefined;
  const method = hurry.method(quick);
  const isWhole = front && budget.minimum === undefined && budget.quantity.name === request.cost.name;
  const curve = isWhole
    ? curveOfFront(result.pareto, budget.maximum as number)
    : new SizeCurve(method, request, budget);
  return { method, budget, curve };
}

/**
 * A method with a proof that answers within a moment.
 *
 * @param many whether it is to be asked tens of times. Default: false
 */
export function quickMethod(asked: SearchRequest, many = false): SearchMethod | undefined {
  const request = { ...asked, pareto: false };
  if (exact.refuses(request) === undefined && effortOf(request) <= (many ? veryQuickEffort : quickEffort))
    return exact;
  if (request.space.size <= quicklyScored && exhaustive.refuses(request) === undefined) return exhaustive;
  // Where the dynamic program takes long, integer programs are no quicker; they are for several budgets.
  if (many || exact.refuses(request) === undefined) return undefined;
  const few = request.space.macroOptions.length <= quicklySolved;
  return few && milp.refuses(request) === undefined ? milp : undefined;
}
