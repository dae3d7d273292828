import { type Architecture, type Frame, type Layer, partsOf } from "../architecture/architecture.js";
import { layerCache } from "../architecture/cache.js";
import { frameParameters, idleParameters, layerFlops, layerParameters } from "../architecture/cost.js";
import { attendedTokens } from "../architecture/mixer/attention.js";
import { tokensOf } from "../architecture/tokens.js";

/*
 * What a device has to do for a pass, as amounts whose costs add up: a roofline (Williams et al. 2009) with a term for each resource, and a fixed cost for
 * each kind of sub-module. Experts that a token does not pass are computed all the same, as our networks do.
 */

/** A pass that is timed. */
export interface TimedPass {
  /** A text from its first token, or one more token behind a cache. */
  readonly mode: "prefill" | "decode";
  /** Tokens of the text, or of the cache. */
  readonly tokens: number;
  /** Sequences at a time. */
  readonly batch: number;
}

/** Amounts of work by name; see {@link layerWork}. */
export type Work = Readonly<Record<string, number>>;

const bytesPerEntry = 4;

/**
 * The work of one layer: `bytes` that are read once (weights, keys and values), `products` (FLOPs of matrices), `scores` (entries of attention), and for each kind of mixer and FFN one of
 * it (`attention`) and the numbers of the stream that it takes (`attention stream`).
 */
export function layerWork(layer: Layer, frame: Frame, pass: TimedPass): Work {
  const { mode, tokens, batch } = pass;
  const own = mode === "prefill" ? tokensOf(frame, tokens).decoder : 1;
  const stored = layerParameters(layer, frame);
  const cached = mode === "decode" ? batch * layerCache(layer, frame, tokens) : 0;
  const idle = 2 * own * idleParameters(layer, frame);
  const products =
    mode === "prefill" ? layerFlops(layer, frame, tokens) + idle : 2 * (stored + cached / batch);
  const work: Record<string, number> = {
    bytes: bytesPerEntry * (stored + cached),
    products: batch * products,
    scores: batch * own * scoresOf(layer, mode === "prefill" ? own : tokens + 1),
  };
  for (const { kind } of partsOf(layer)) {
    work[kind] = (work[kind] ?? 0) + 1;
    work[`${kind} stream`] = (work[`${kind} stream`] ?? 0) + batch * own * frame.hidden;
  }
  return work;
}

/** Scores of one token. */
function scoresOf({ mixer }: Layer, tokens: number): number {
  if (mixer?.kind === "attention") return mixer.heads * attendedTokens(mixer, tokens);
  return mixer && "heads" in mixer ? mixer.heads * tokens : 0;
}

/** The work of everything but the layers: `network`, once, and the projection to the vocabulary for one token of each sequence. */
export function frameWork(frame: Frame, { batch }: TimedPass): Work {
  const { embedding, head } = frame;
  const ownProjection = frameParameters(frame).vocabularyProjection;
  const entries =
    ownProjection > 0
      ? ownProjection
      : head.vocabulary === "tied"
        ? embedding.vocabulary * embedding.width
        : 0;
  return { network: 1, bytes: bytesPerEntry * entries, products: 2 * batch * entries };
}

/** Something whose latency adds to that of a network. */
export interface PartWork {
  readonly work: Work;
  /** What corrections of costs go by: its hidden size, and all its sizes. */
  readonly sizes: readonly string[];
}

/** The mixer and the FFN of a layer. A layer with attention to an encoder is one part. */
export function layerParts(layer: Layer, frame: Frame, pass: TimedPass): PartWork[] {
  const { mixer, cross, ffn } = layer;
  const single =
    cross || !mixer || !ffn
      ? [layer]
      : [
          { ...layer, ffn: undefined },
          { ...layer, mixer: undefined },
        ];
  return single.map((part) => ({
    work: layerWork(part, frame, pass),
    sizes: [
      hiddenSize(frame),
      partsOf(part)
        .map((one) => sizesText(one, frame))
        .join(" + "),
    ],
  }));
}

/** Everything but the layers. */
export const framePart = (frame: Frame, pass: TimedPass): PartWork => ({
  work: frameWork(frame, pass),
  sizes: [hiddenSize(frame)],
});

/** All parts of a network. */
export const networkParts = (architecture: Architecture, pass: TimedPass): PartWork[] => [
  framePart(architecture, pass),
  ...architecture.layers.flatMap((layer) => layerParts(layer, architecture, pass)),
];

/** The work of a whole network. */
export const networkWork = (architecture: Architecture, pass: TimedPass): Work =>
  addedWork(networkParts(architecture, pass).map(({ work }) => work));

const hiddenSize = ({ hidden }: Frame): string => `hidden ${hidden}`;

/** @returns such as "gated, hidden 256, width 704" */
function sizesText(part: ReturnType<typeof partsOf>[number], frame: Frame): string {
  const sizes = Object.entries(part).filter(([, size]) => typeof size === "number" && size > 0);
  return [part.kind, hiddenSize(frame), ...sizes.map(([name, size]) => `${name} ${size}`)].join(", ");
}

/** The sum of some works. */
export function addedWork(works: Iterable<Work>): Work {
  const sum: Record<string, number> = {};
  for (const work of works)
    for (const [name, amount] of Object.entries(work)) sum[name] = (sum[name] ?? 0) + amount;
  return sum;
}
