import { UsageError, WorkError } from "../../errors.js";
import { inSlices } from "../../knapsack/slices.js";
import { Solver } from "../../knapsack/solver.js";
import type { Additive } from "../../proxy/proxy.js";
import { belowFloor, bestListOf } from "../best-list.js";
import { infeasible, refusedQuantity } from "../budget.js";
import { eitherWay } from "../either-way.js";
import type { Best, Found, SearchMethod, SearchRequest, SearchResult } from "../search.js";
import { type Terms, termsOf } from "../terms.js";
import { MacroSolver, type Outcome } from "./macro-solver.js";
import { nearestMisses } from "./nearest.js";

/**
 * The best architectures under any number of budgets, for proxies and quantities that are sums over layers: one integer program for
 * each macro option, solved by HiGHS.
 *
 * Macro options are taken by the bound of their linear relaxation; those that cannot reach what is found already are never solved.
 * Solutions are counted again in exact arithmetic. The first is proven; those below it are each the best that HiGHS finds under the
 * one before, and it may pass over some: a cut along the objective is at the edge of its tolerances.
 */
export const milp: SearchMethod = eitherWay({
  name: "milp",
  summary: "integer programs, solved by HiGHS (additive proxies, any budgets, proven optimal)",

  takes: ["seconds"],

  refuses({ scorer, budgets, cost, pareto }) {
    if (!scorer.additive) return "this proxy is not a sum over layers, so this method cannot use it";
    if (pareto) return "it cannot compute a Pareto front. Use exact (one budget) or nsga2.";
    return refusedQuantity([cost, ...budgets.map(({ quantity }) => quantity)]);
  },

  async search(request) {
    const reason = milp.refuses(request);
    if (reason !== undefined) throw new UsageError(`milp search: ${reason}`);
    const solvers = solversOf(request, await Solver.load());
    const result = await bestOf(request, solvers);
    if (result.best.length > 0) return { ...result, best: result.best.slice(0, request.top) };
    if (!result.optimal)
      throw new WorkError(
        "milp search found nothing within the budgets in the time given, and did not prove that there is nothing. Give it more time.",
      );
    throw (
      belowFloor(request) ??
      infeasible(request.budgets, request.space, () => nearestMisses(request.budgets, solvers))
    );
  },
});

/** One for each macro option. */
function solversOf(
  { space, scorer, cost, budgets, top, perMacro = false }: SearchRequest,
  solver: Solver,
): MacroSolver[] {
  const quantities = [...budgets.map(({ quantity }) => quantity), cost];
  return space.macroOptions.map((option, macro) => {
    const [score, ...costs] = [scorer, ...quantities].map(({ additive }) =>
      termsOf(additive as Additive, option),
    );
    return new MacroSolver({ macro, score: score as Terms, costs }, budgets, solver, top <= 1 || perMacro);
  });
}

/** What is known of a macro option: a bound, or its best architecture that was not taken yet. */
interface Head {
  readonly solver: MacroSolver;
  readonly bound: number;
  readonly candidate?: Found | undefined;
}

async function bestOf(request: SearchRequest, solvers: readonly MacroSolver[]): Promise<SearchResult> {
  const list = bestListOf(request, 1);
  const ends =
    request.limits?.seconds === undefined ? undefined : performance.now() + 1000 * request.limits.seconds;
  const heads = solvers.flatMap(startOf);
  const unfinished: number[] = [];
  for (let head = takeHighest(heads); head && head.bound >= list.threshold; head = takeHighest(heads)) {
    if (head.candidate) offer(head.candidate, list);
    const open = request.perMacro ? !head.candidate : head.bound > list.threshold || !head.candidate;
    const left = secondsLeft(ends, request);
    if (open && left !== undefined && left <= 0) unfinished.push(head.bound);
    else if (open) follow(head, await nextOf(head, ends, request), heads, unfinished);
    const bound = Math.max(head.bound, ...unfinished);
    await request.onProgress?.({ best: list.entries[0]?.score, bound });
  }
  const [first] = list.entries;
  const highest = first ? first.score : Number.NEGATIVE_INFINITY;
  return {
    method: milp.name,
    optimal: unfinished.length === 0,
    // One of each macro option is the optimum of a program of its own.
    ...(request.perMacro ? {} : { proven: 1 }),
    bound: Math.max(highest, ...unfinished),
    best: list.entries.map(({ ties: _, ...found }): Best => found),
    pareto: [],
  };
}

type BestList = ReturnType<typeof bestListOf>;

function startOf(solver: MacroSolver): Head[] {
  const bound = solver.relaxedBound();
  return bound === undefined ? [] : [{ solver, bound }];
}

/** What a macro option still holds. */
const nextOf = (
  { solver, candidate, bound }: Head,
  ends: number | undefined,
  request: SearchRequest,
): Promise<Outcome> =>
  inSlices(
    (seconds) => solver.next(candidate?.score, seconds),
    () => secondsLeft(ends, request) ?? Number.POSITIVE_INFINITY,
    (outcome) => request.onProgress?.({ best: outcome.candidate?.score, bound }),
  );

function secondsLeft(ends: number | undefined, { signal }: SearchRequest): number | undefined {
  if (signal?.aborted) return 0;
  return ends === undefined ? undefined : (ends - performance.now()) / 1000;
}

function offer({ score, cost, genotype }: Found, list: BestList): void {
  list.offer(score, cost, () => genotype);
}

function follow({ solver }: Head, { candidate, bound }: Outcome, heads: Head[], unfinished: number[]): void {
  if (bound !== undefined) unfinished.push(bound);
  if (candidate) heads.push({ solver, bound: candidate.score, candidate });
}

/** The head that may still hold the best; of equal ones that of the first macro option, what is known before what is not. */
function takeHighest(heads: Head[]): Head | undefined {
  let highest = 0;
  for (let index = 1; index < heads.length; index++)
    if ((heads[index] as Head).bound > (heads[highest] as Head).bound) highest = index;
  return heads.splice(highest, 1)[0];
}
