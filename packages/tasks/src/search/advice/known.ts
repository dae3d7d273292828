import {
  type Architecture,
  architectureAt,
  cost as costOfArchitecture,
  equivalentSizeOf,
  type KnownModel,
  knownSize,
  nearestKnown,
  quantityOf,
  type SearchRequest,
  type SearchResult,
  unjudgedMixers,
} from "@zerolm/core";
import type { Counting } from "../../proxy/counting.js";
import type { KnownOutcome } from "./advice-outcome.js";
import { quickMethod } from "./adviser.js";
import type { Hurry } from "./hurried.js";

/** Models that are nearer in size than this factor are worth a look. */
const farthest = 4;
const shown = 3;

/** The known models of the kind of an answer that are nearest to it in size, with what the proxy makes of them. */
export async function knownBeside(
  search: SearchRequest,
  { best: [first] }: SearchResult,
  counting: Counting,
  hurry: Hurry,
): Promise<KnownOutcome[]> {
  if (!first) return [];
  const answer = architectureAt(search.space, first.genotype);
  const models = nearestKnown(answer, shown, (model) => isNear(model, answer));
  const known: KnownOutcome[] = [];
  for (const model of models) known.push(...(await described(model, search, counting, hurry)));
  return known;
}

/** Whether two are of about one size, and neither has experts or mixers that no proxy was judged on unless the other has too. */
function isNear(model: KnownModel, answer: Architecture): boolean {
  const ratio = knownSize(model) / costOfArchitecture(answer).parameters.total;
  if (ratio >= farthest || ratio <= 1 / farthest || !model.architecture) return false;
  return (
    hasExperts(model.architecture) === hasExperts(answer) && isJudged(model.architecture) === isJudged(answer)
  );
}

const hasExperts = ({ layers }: Architecture): boolean => layers.some(({ ffn }) => ffn?.kind === "mixture");

const isJudged = (architecture: Architecture): boolean => unjudgedMixers(architecture).length === 0;

async function described(
  model: KnownModel,
  search: SearchRequest,
  counting: Counting,
  hurry: Hurry,
): Promise<KnownOutcome[]> {
  const { name, source, architecture } = model;
  if (!architecture) return [];
  const [score] = await search.scorer.scoreMany([architecture]);
  if (!score || Number.isNaN(score.value)) return [];
  const method = quickMethod({ ...search, budgets: [] }, true);
  const equivalentSize =
    method && search.scorer.additive
      ? await hurry.inTime(() => equivalentSizeOf(model, score.value, hurry.method(method), search))
      : undefined;
  const { parameters, flops } = costOfArchitecture(architecture, counting);
  return [
    {
      ...{ name, source },
      ...{ parameters: parameters.total, flops: flops.perSequence },
      ...{ depth: architecture.layers.length, hidden: architecture.hidden },
      vocabulary: architecture.embedding.vocabulary,
      cost: quantityOf(search.cost, architecture),
      score: score.value,
      ...(equivalentSize === undefined ? {} : { equivalentSize }),
    },
  ];
}
