import type { ExactSum } from "../capacity/exact-sum.js";
import { UsageError } from "../errors.js";
import { oncePer } from "../once-per.js";
import type { Score, Scorer } from "../proxy/proxy.js";
import { withUsualHeads } from "./head-width.js";
import type { Found, SearchMethod, SearchRequest, SearchResult } from "./search.js";

/*
 * The least of a score is the most of its opposite. Opposites of exact sums are exact, so that a method which looks for the most also
 * finds the least, with the same proof, the same front and the same ties. 0 − x, not −x: there is no score −0.
 */
const opposite = (value: number): number => 0 - value;

const oppositeTerm = ({ high, low }: ExactSum): ExactSum => ({ high: opposite(high), low: opposite(low) });

const oppositeScore = ({ value, missing }: Score): Score => ({ value: opposite(value), missing });

/** One for each scorer, so that what is known of the opposite is known for the next request too. */
const oppositeScorer = oncePer(
  ({ score, scoreMany, atOnce, additive }: Scorer): Scorer => ({
    ...(atOnce !== undefined && { atOnce }),
    ...(score && { score: (architecture) => oppositeScore(score(architecture)) }),
    scoreMany: async (architectures, host) => (await scoreMany(architectures, host)).map(oppositeScore),
    ...(additive && {
      additive: {
        layer: (layer, frame) => oppositeTerm(additive.layer(layer, frame)),
        rest: (frame, stacks) => oppositeTerm(additive.rest(frame, stacks)),
        scale: additive.scale,
        layersIgnoreVocabulary: additive.layersIgnoreVocabulary,
      },
    }),
  }),
);

const listsOnly =
  "a sum of proxies ranks a given list and has no score for a single architecture. Search with one of its proxies.";

/** Layers may be found only when they are asked for, and stay so. */
const turned = <T extends Found>(found: T): T => ({ ...found, score: opposite(found.score) });

const turnedBound = (bound: number | undefined): number | undefined =>
  bound === undefined ? undefined : opposite(bound);

const turnedResult = (result: SearchResult): SearchResult => ({
  ...result,
  ...(result.bound === undefined ? {} : { bound: opposite(result.bound) }),
  best: result.best.map(turned),
  pareto: result.pareto.map(turned),
});

/** The request for the most of the opposite score, whose progress is told in the score itself. */
const turnedRequest = (request: SearchRequest): SearchRequest => ({
  ...request,
  scorer: oppositeScorer(request.scorer),
  ...(request.floor !== undefined && { floor: opposite(request.floor) }),
  ...(request.onProgress && {
    onProgress: (progress) =>
      request.onProgress?.({
        ...progress,
        best: turnedBound(progress.best),
        bound: turnedBound(progress.bound),
      }),
  }),
});

/**
 * A method that looks for the most, made one that also looks for the least where a request says `minimize`, and that shows the usual
 * head width among equals. Every method of the table is made so; none knows of either by itself.
 *
 * @example
 * export const exact = eitherWay({ name: "exact", ... });
 */
export function eitherWay(method: SearchMethod): SearchMethod {
  const refuses = (request: SearchRequest): string | undefined =>
    request.scorer.ranksLists ? listsOnly : method.refuses(request);
  const search = async (request: SearchRequest): Promise<SearchResult> => {
    if (request.scorer.ranksLists) throw new UsageError(`${method.name} search: ${listsOnly}`);
    const result = request.minimize
      ? turnedResult(await method.search(turnedRequest(request)))
      : await method.search(request);
    return withUsualHeads(request, result);
  };
  return { ...method, refuses, search };
}
