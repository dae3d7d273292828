import {
  architectureAt,
  architectureWriter,
  chooseMethod,
  type Found,
  quantityOf,
  Random,
  type SearchRequest,
  type SearchResult,
  sampler,
} from "@zerolm/core";
import type { TaskHost } from "../host.js";
import type { SearchPoint, SearchTaskOutcome } from "./search-outcome.js";

/** Points of the backdrop: architectures drawn uniformly from the space. */
const cloudSize = 1000;

/**
 * The points of a picture of a search: a sample of the space, the front of the whole space, and the best within the budgets.
 *
 * @param evaluations as in the request
 */
export async function searchPoints(
  search: SearchRequest,
  result: SearchResult,
  evaluations: number | undefined,
  host: TaskHost,
): Promise<NonNullable<SearchTaskOutcome["points"]>> {
  const documentOf = architectureWriter();
  const point = ({ genotype, cost, score }: Found): SearchPoint => ({
    cost,
    score,
    architecture: documentOf(architectureAt(search.space, genotype)),
  });
  const cloud = await sampled(search, host);
  const front = await wholeFront(search, result, evaluations, host);
  return { cloud, front: front.map(point), best: result.best.map(point) };
}

/** What the proxy cannot score is left out. */
async function sampled({ space, scorer, cost, seed }: SearchRequest, host: TaskHost): Promise<SearchPoint[]> {
  const random = new Random(seed ?? 0);
  const draw = sampler(space);
  const drawn = Array.from({ length: cloudSize }, () => architectureAt(space, draw(random)));
  const scores = await scorer.scoreMany(drawn, host);
  return drawn.flatMap((architecture, index) => {
    const score = scores[index]?.value ?? Number.NaN;
    return Number.isNaN(score) ? [] : [{ cost: quantityOf(cost, architecture), score }];
  });
}

/** The picture shows what a larger budget would buy: the front of the whole space. The minimum of all needs no budget but a minimum. */
async function wholeFront(
  search: SearchRequest,
  result: SearchResult,
  evaluations: number | undefined,
  { signal, report }: TaskHost,
): Promise<readonly Found[]> {
  const budgets = search.minimize ? search.budgets : [];
  if (search.pareto && result.optimal && budgets.length === search.budgets.length) return result.pareto;
  const onProgress: SearchRequest["onProgress"] = ({ done = 0 }) =>
    report?.({ what: "the front of the whole space", done, total: 1 });
  const whole = { ...search, budgets, top: 1, pareto: true, limits: { evaluations }, signal, onProgress };
  const { pareto } = await chooseMethod(whole).search(whole);
  return pareto;
}
