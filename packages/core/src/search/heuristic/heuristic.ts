import { WorkError } from "../../errors.js";
import { Random } from "../../random/random.js";
import { architectureAt } from "../../space/space.js";
import { infeasible, quantityOf, within } from "../budget.js";
import { eitherWay } from "../either-way.js";
import type { Found, SearchMethod, SearchRequest, SearchResult } from "../search.js";
import { Archive } from "./archive.js";
import { type Candidate, Candidates } from "./candidates.js";
import { readState, stateOf } from "./state.js";
import { blank, type Heuristic, type Walk } from "./walk.js";

/** Where neither evaluations nor seconds are limited. */
export const defaultEvaluations = 100_000;
/** Milliseconds from one report of progress to the next. */
const reportEvery = 100;

/**
 * A search method of a heuristic: it looks at one architecture after the other until a limit is reached, and keeps the best.
 *
 * Nothing is proven. The same seed gives the same answer, unless seconds cut it short. A search that is resumed to a greater
 * number of evaluations ends as if it had never stopped.
 */
export function heuristicMethod(heuristic: Heuristic): SearchMethod {
  const { name, summary } = heuristic;
  return eitherWay({
    name,
    summary,
    takes: ["evaluations", "seconds", "state"],
    refuses: () => undefined,
    search: (request) => run(heuristic, request),
  });
}

interface Running {
  readonly candidates: Candidates;
  readonly archive: Archive;
  readonly walk: Walk;
}

async function run(heuristic: Heuristic, request: SearchRequest): Promise<SearchResult> {
  const running = await begun(heuristic, request);
  const { archive, candidates } = running;
  const state = () => stateOf(heuristic.name, request, running);
  const { evaluations, seconds = Number.POSITIVE_INFINITY } = request.limits ?? {};
  const limit =
    evaluations ?? (seconds < Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : defaultEvaluations);
  const deadline = Date.now() + seconds * 1000;
  let reportAt = Date.now() + reportEvery;
  while (archive.evaluated < limit && !request.signal?.aborted) {
    const now = Date.now();
    if (now >= deadline) break;
    if (now >= reportAt) {
      await request.onProgress?.({ evaluated: archive.evaluated, best: archive.best[0]?.score, state });
      reportAt = Date.now() + reportEvery;
    }
    if (candidates.areWaiting) await stepAndWait(running, request, limit - archive.evaluated);
    else step(running);
  }
  if (archive.nearest?.excess !== 0) throw notFound(request, running);
  const outside = (found: Found): Found => ({ ...found, genotype: candidates.outside(found.genotype) });
  return {
    method: heuristic.name,
    optimal: false,
    evaluated: archive.evaluated,
    ...unscoredPart(running),
    best: archive.best.map(outside),
    pareto: archive.front.map(outside),
    state: state(),
  };
}

/** Looks at one more architecture. */
function step({ walk, archive }: Running): void {
  const candidate = walk.ask();
  archive.add(candidate);
  walk.tell(candidate);
}

/**
 * The same where its score has to be waited for. If several are scored side by side, those that would be asked for next are scored too: what the walk is
 * told in between may change them, and then they were scored in vain. A search that is stopped meanwhile forgets that it asked, so as to resume from
 * there.
 */
async function stepAndWait(
  { walk, archive, candidates }: Running,
  { scorer: { atOnce = 1 }, signal }: SearchRequest,
  left: number,
): Promise<void> {
  const { state } = candidates.random;
  const asked = walk.ask();
  const behind = candidates.random.state;
  const isKnown = candidates.isSettled(asked);
  const ahead = Math.max(1, Math.min(isKnown ? 1 : atOnce, left));
  const more = Array.from({ length: ahead - 1 }, () => walk.ask());
  const [candidate] = (await candidates.settled([asked, ...more])) as [Candidate];
  candidates.random.state = behind;
  if (signal?.aborted) {
    candidates.random.state = state;
    return;
  }
  archive.add(candidate);
  walk.tell(candidate);
}

/** What had no score, as the whole space counts it. */
function unscoredPart({ archive, candidates }: Running): Pick<SearchResult, "unscored"> {
  const { found } = archive.unscored;
  return found ? { unscored: { ...found, genotype: candidates.outside(found.genotype) } } : {};
}

async function begun(heuristic: Heuristic, request: SearchRequest): Promise<Running> {
  const { seed = 0, resume } = request;
  const candidates = new Candidates(request, new Random(seed));
  if (candidates.space.size === 0n) throw infeasible(request.budgets, request.space);
  if (!resume) {
    const walk = heuristic.begin(candidates, blank) as Walk;
    return { candidates, walk, archive: new Archive(request, 0) };
  }
  const saved = await readState(resume, heuristic.name, request, candidates);
  const walk = heuristic.begin(candidates, saved.memory);
  if (!walk) throw resume.error([{ path: ["counters"], message: misfit }]);
  const archive = new Archive(request, saved.evaluated);
  for (const candidate of saved.kept) archive.keep(candidate);
  candidates.random.state = saved.random;
  return { candidates, walk, archive };
}

const misfit = "does not match the population: the file was changed by hand. Start again with another file.";

/** A heuristic cannot say that nothing fits, only that it found nothing. */
function notFound({ budgets, space, signal }: SearchRequest, { candidates, archive }: Running): WorkError {
  const { nearest, evaluated } = archive;
  archive.unscored.refuseIfAll(0);
  const looked = `none of ${evaluated.toLocaleString("en-US")} architectures tried`;
  if (!nearest)
    return new WorkError(`the search of ${space.name} was stopped before it tried any architecture`);
  const architecture = architectureAt(candidates.space, nearest.genotype);
  const missed = budgets.flatMap((budget) => {
    const value = quantityOf(budget.quantity, architecture);
    return within(value, budget) ? [] : [`${value.toLocaleString("en-US")} ${budget.quantity.name}`];
  });
  const advice = signal?.aborted ? "let it run longer" : "search longer";
  return new WorkError(
    `${looked} in ${space.name} meets the budgets. The nearest has ${missed.join(" and ")}. Widen that budget, or ${advice}.`,
  );
}
