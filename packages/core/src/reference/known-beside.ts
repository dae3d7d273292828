import type { Architecture } from "../architecture/architecture.js";
import { cost } from "../architecture/cost.js";
import { SizeCurve } from "../search/advice/size-curve.js";
import { rangeOf } from "../search/budget.js";
import { budgetQuantities } from "../search/quantities.js";
import type { SearchMethod, SearchRequest } from "../search/search.js";
import type { Space } from "../space/space.js";
import { withVocabulary } from "../space/with-vocabulary.js";
import { type KnownModel, modelKind } from "./known-models.js";

/**
 * By how many per cent the size of a known model would have to shrink for the best of a space to score as low as the model does: what its shape
 * gives away, as the score sees it. The space has the vocabulary of the model and as many parameters at most; no other budget counts.
 *
 * @param method one that gives a proof under a budget on parameters
 * @returns 0 if nothing in the space scores higher; nothing if the space has no architecture of about that size, or another kind
 * @example
 * await equivalentSizeOf(smollm2, score, exact, request);
 */
export async function equivalentSizeOf(
  { architecture, kind }: KnownModel,
  score: number,
  method: SearchMethod,
  request: SearchRequest,
): Promise<number | undefined> {
  const space = architecture && spaceFor(architecture, kind, request.space);
  if (!space) return undefined;
  const quantity = budgetQuantities.parameters();
  const maximum = cost(architecture).parameters.total;
  const range = rangeOf(quantity, space);
  if (maximum < range.minimum || maximum > range.maximum) return undefined;
  const budget = { quantity, maximum };
  return await new SizeCurve(
    method,
    { ...request, space, budgets: [budget], cost: quantity },
    budget,
  ).equivalentSize(score);
}

/** The space with the vocabulary of a model; image models have none. */
function spaceFor({ embedding }: Architecture, kind: KnownModel["kind"], space: Space): Space | undefined {
  const frame = space.macroOptions[0]?.frame;
  if (!frame || modelKind({ ...frame, layers: [] }) !== kind) return undefined;
  return kind === "vit" ? space : withVocabulary(space, embedding.vocabulary);
}
