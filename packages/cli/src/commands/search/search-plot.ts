import {
  type Architecture,
  architectureAt,
  chooseMethod,
  type Found,
  paretoPlot,
  quantityOf,
  Random,
  type SearchRequest,
  type SearchResult,
  sampler,
  type VegaLiteSpec,
} from "@zerolm/core";
import { architectureLine } from "@zerolm/view";
import type { SearchFlags } from "./search.flags.js";
import type { SearchOutcome } from "./search-outcome.js";

/** Grey points in the picture: architectures drawn uniformly from the space. */
const cloudSize = 1000;

/** An architecture in the plane of size and score. */
export interface DrawnPoint {
  readonly architecture: Architecture;
  readonly size: number;
  readonly score: number;
}

/** What a picture of a search shows. */
export interface DrawnPoints {
  readonly cloud: readonly DrawnPoint[];
  readonly front: readonly DrawnPoint[];
  /** The best first. */
  readonly best: readonly DrawnPoint[];
}

/** What is drawn of a search: a sample of the space, the front of the whole space, and the best within the budgets. */
export async function pointsOf(
  { request, result }: SearchOutcome,
  { seed, evaluations }: SearchFlags,
): Promise<DrawnPoints> {
  const { space, scorer, cost: quantity } = request;
  const random = new Random(seed);
  const draw = sampler(space);
  const drawn = Array.from({ length: cloudSize }, () => architectureAt(space, draw(random)));
  const scores = await scorer.scoreMany(drawn);
  const cloud = drawn.map((architecture, index) => ({
    architecture,
    size: quantityOf(quantity, architecture),
    score: scores[index]?.value ?? Number.NaN,
  }));
  const pareto = await drawnFront(request, result, evaluations);
  const point = ({ genotype, cost, score }: Found): DrawnPoint => ({
    architecture: architectureAt(space, genotype),
    size: cost,
    score,
  });
  return {
    cloud: cloud.filter(({ score }) => !Number.isNaN(score)),
    front: pareto.map(point),
    best: result.best.map(point),
  };
}

/** The picture shows what a larger budget would buy: the front of the whole space. The least of all needs no budget but a minimum. */
async function drawnFront(
  request: SearchRequest,
  result: SearchResult,
  evaluations: number | undefined,
): Promise<readonly Found[]> {
  const budgets = request.minimize ? request.budgets : [];
  if (request.pareto && result.optimal && budgets.length === request.budgets.length) return result.pareto;
  const drawn = { ...request, budgets, top: 1, pareto: true, limits: { evaluations } };
  const { pareto } = await chooseMethod(drawn).search(drawn);
  return pareto;
}

/**
 * Score against size.
 *
 * @param hover whether the points of the front and the best say their architecture
 */
export function plotOf(
  { request: { space, minimize, budgets, cost: quantity }, about }: SearchOutcome,
  { cloud, front, best }: DrawnPoints,
  hover = false,
): VegaLiteSpec {
  const point = ({ size, score }: DrawnPoint) => ({ parameters: size, score });
  const told = (one: DrawnPoint) =>
    hover ? { ...point(one), architecture: architectureLine(one.architecture) } : point(one);
  const budget = budgets.find((one) => one.quantity.name === quantity.name);
  return paretoPlot({
    space: space.name,
    proxy: about.proxy,
    ...(typeof about.options.alpha === "number" ? { alpha: about.options.alpha } : {}),
    minimize,
    parametersLabel: quantity.name,
    front: front.map(told),
    best: best.map((one, index) => ({ rank: index + 1, ...told(one) })),
    cloud: cloud.map(point),
    ...(budget ? { budget: { minimum: budget.minimum, maximum: budget.maximum } } : {}),
  });
}
