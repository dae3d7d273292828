import type { Architecture, Layer } from "../architecture/architecture.js";
import { cost } from "../architecture/cost.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import type { ShapeScorer } from "../proxy/proxy.js";

/** Hidden sizes that are tried are multiples of it. */
const hiddenStep = 32;
const maximumLayers = 256;

/** What a proxy would choose instead of a model, at its size and with its proportions. */
export interface AnswerAtSize {
  readonly architecture: Architecture;
  readonly score: number;
  /** By how many per cent the size would have to shrink for the answer to score as low as the model: 0 if it is the model. */
  readonly equivalentSize: number;
}

/**
 * The depth and hidden size that a proxy answers at the size of a model: its vocabulary, its FFN and the ratio of that to the hidden size, its
 * share of key/value heads and its width of attention are kept. All hidden sizes in steps of 32 are tried, each with the deepest network
 * that is no larger than the model, so the proxy must prefer more layers to fewer.
 *
 * @param model a decoder with equal layers of attention and one FFN width
 * @returns nothing for a model of another kind
 * @example
 * answerAtSize(smollm2, proxies.shape.scorer())?.equivalentSize; // 0
 */
export function answerAtSize(model: Architecture, scorer: ShapeScorer): AnswerAtSize | undefined {
  const ofHidden = familyOf(model);
  if (!ofHidden) return undefined;
  const size = cost(model).parameters.total;
  const best = (maximum: number): AnswerAtSize | undefined =>
    candidates(model, ofHidden, maximum)
      .map((architecture) => ({ architecture, score: scorer.score(architecture).value, equivalentSize: 0 }))
      .reduce<AnswerAtSize | undefined>(
        (one, other) => (one && one.score >= other.score ? one : other),
        undefined,
      );
  const answer = best(size);
  const own = scorer.score(model).value;
  if (!answer || answer.score <= own) return { architecture: model, score: own, equivalentSize: 0 };
  let [low, high] = [0.5, 1];
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if ((best(middle * size)?.score ?? Number.NEGATIVE_INFINITY) > own) high = middle;
    else low = middle;
  }
  return { ...answer, equivalentSize: 100 * (1 - high) };
}

type OfHidden = (hidden: number, depth: number) => Architecture | undefined;

/** Networks of another hidden size and depth with the proportions of a model. */
function familyOf(model: Architecture): OfHidden | undefined {
  const [layer] = model.layers as [Layer];
  const { mixer, ffn } = layer;
  const equal = model.layers.every((one) => JSON.stringify(one) === JSON.stringify(layer));
  if (!equal || mixer?.kind !== "attention" || !ffn || ffn.kind === "mixture" || layer.cross)
    return undefined;
  const group = mixer.heads / mixer.keyValueHeads;
  const perHidden = (width: number, hidden: number): number => Math.round((width / model.hidden) * hidden);
  return (hidden, depth) => {
    const attention = {
      ...mixer,
      heads: group,
      keyValueHeads: 1,
      // One key/value head of the same width has the weights of several: heads are not judged.
      headDim: Math.round(perHidden(mixer.heads * mixer.headDim, hidden) / group),
    };
    const scaled =
      ffn.kind === "plain"
        ? { ...ffn, widths: ffn.widths.map((width) => perHidden(width, hidden)) }
        : { ...ffn, width: perHidden(ffn.width, hidden) };
    const embedding = { ...model.embedding, width: hidden };
    const layers = [{ repeat: depth, mixer: attention, ffn: scaled }];
    return resolveArchitecture({ ...model, hidden, embedding, layers }).value;
  };
}

function candidates(model: Architecture, ofHidden: OfHidden, maximum: number): Architecture[] {
  const found: Architecture[] = [];
  for (let hidden = hiddenStep; hidden <= 3 * model.hidden; hidden += hiddenStep) {
    const sizes = [1, 2].map((depth) => {
      const one = ofHidden(hidden, depth);
      return one ? cost(one).parameters.total : Number.POSITIVE_INFINITY;
    }) as [number, number];
    const depth = Math.min(maximumLayers, 1 + Math.floor((maximum - sizes[0]) / (sizes[1] - sizes[0])));
    const deepest = depth >= 1 ? ofHidden(hidden, depth) : undefined;
    if (deepest) found.push(deepest);
  }
  return found;
}
