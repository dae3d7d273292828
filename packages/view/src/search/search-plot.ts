import { paretoPlot, type VegaLiteSpec } from "@zerolm/core";
import type { SearchPoint } from "@zerolm/tasks";
import { architectureLine, documentedArchitecture } from "../words/architecture.js";
import { quantityText } from "./budget-text.js";
import type { SearchOutcome } from "./search-view.js";

/** The points of a search that was asked for them; none otherwise. */
export const pointsOf = ({ points }: SearchOutcome): NonNullable<SearchOutcome["points"]> =>
  points ?? { cloud: [], front: [], best: [] };

/**
 * Score against size: a sample of the space, its front, and the best.
 *
 * @param outcome of a request for `points`
 * @param hover whether the points of the front and the best say their architecture. Default: false.
 */
export function searchPlot(outcome: SearchOutcome, hover = false): VegaLiteSpec {
  const { space, proxy, options, minimize, cost, budgets } = outcome;
  const { cloud, front, best } = pointsOf(outcome);
  const point = ({ cost: parameters, score }: SearchPoint) => ({ parameters, score });
  const told = (one: SearchPoint) => (hover ? { ...point(one), architecture: pointText(one) } : point(one));
  const budget = budgets.find(({ quantity }) => quantity === cost);
  const alpha = options?.alpha;
  return paretoPlot({
    space,
    proxy,
    ...(typeof alpha === "number" ? { alpha } : {}),
    minimize,
    parametersLabel: quantityText(cost),
    front: front.map(told),
    best: best.map((one, index) => ({ rank: index + 1, ...told(one) })),
    cloud: cloud.map(point),
    known: (outcome.known ?? []).map(({ name, cost: parameters, score }) => ({ name, parameters, score })),
    ...(budget ? { budget: { minimum: budget.minimum, maximum: budget.maximum } } : {}),
  });
}

/** The architecture of a point in one line. */
export const pointText = ({ architecture }: SearchPoint): string =>
  architecture ? architectureLine(documentedArchitecture(architecture)) : "";
