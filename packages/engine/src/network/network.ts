import { type Architecture, seesImagesAlone, tokensOf } from "@zerolm/core";
import { beforeTraining, type Forward } from "../forward/forward.js";
import { concat, reshape } from "../graph/layout.js";
import { constant } from "../graph/leaves.js";
import { sizeOf, type Value } from "../graph/value.js";
import { Constants } from "./constants.js";
import { embedImage, embedText } from "./embedding.js";
import { layerNetwork } from "./layer.js";
import { norm } from "./norm.js";
import type { Reach } from "./reach.js";
import type { Passed, Scope } from "./scope.js";
import type { Batch, Stream } from "./stream.js";
import { refusePart } from "./unsupported.js";
import { Vectors } from "./vectors.js";
import { type Weight, Weights } from "./weights.js";

/** What an architecture is given. */
export interface Given {
  /** Sequences, and tokens in each text; images have the tokens of their patches. */
  readonly batch: Batch;
  /** Token numbers of the text that an encoder sees, and of that which a decoder sees: equal if there is one stack. */
  readonly ids: { readonly encoder: Int32Array; readonly decoder: Int32Array };
  /** See {@link Scope.isLinear}. Default: false. */
  readonly isLinear?: boolean | undefined;
  /** See {@link Scope.isLookedUp}. Default: false. */
  readonly isLookedUp?: boolean | undefined;
  /** What a trained network has beside its architecture. Default: it is before training. */
  readonly trained?: Trained | undefined;
  /** See {@link Scope.without}. Default: nothing is left out. */
  readonly without?: ReadonlySet<string> | undefined;
  /** See {@link Scope.reach}. Default: sizes are those of the batch. */
  readonly reach?: Reach | undefined;
}

/** What a trained network has beside its architecture. */
export interface Trained {
  readonly forward: Forward;
  /** Which of the biases, and scales and shifts of norms, there are. */
  readonly vectors: Pick<ReadonlySet<string>, "has">;
}

/** A network as a graph, before any loss. */
export interface Network {
  readonly architecture: Architecture;
  readonly scope: Scope;
  /** What the last layer puts out, behind the final norm: of the decoder, if there are two stacks. */
  readonly last: Stream;
  /** How many tokens at the start of each sequence of `last` come from an image. */
  readonly imageTokens: number;
}

/** The weights that a network uses. */
export const weightsOf = ({ scope }: Network): readonly Weight[] => scope.weights.used;

/** A text has no more tokens than an architecture has learned positions. */
export function fittingBatch({ embedding }: Architecture, { sequences, tokens }: Batch): Batch {
  const { positions, encoderPositions = 0, vocabulary } = embedding;
  const limits = [positions, encoderPositions].filter((limit) => limit > 0);
  return { sequences, tokens: vocabulary > 0 ? Math.min(tokens, ...limits) : tokens };
}

/**
 * The graph of an architecture: matrices are inputs by the names of `matrices()`. Before training biases are zero and scales of norms one, and
 * what an architecture does not say is as {@link beforeTraining} has it.
 *
 * @throws {WorkError} for a part that cannot be run
 */
export function networkOf(architecture: Architecture, given: Given): Network {
  if (architecture.embedding.audio)
    refusePart({ kind: "a spectrogram", reason: "needs convolutions over frames, which are not built" });
  const hasTwo = architecture.kind === "encoder-decoder";
  if (hasTwo && architecture.embedding.vocabulary === 0)
    refusePart({ kind: "a decoder without a vocabulary", reason: "has no tokens to see" });
  const isLinear = given.isLinear ?? false;
  const scope: Scope = {
    frame: architecture,
    forward: given.trained?.forward ?? beforeTraining(architecture),
    weights: new Weights(architecture, { isTrained: given.trained !== undefined, isAbsolute: isLinear }),
    // A bias would make of what is linear something that is not.
    vectors: new Vectors((isLinear ? undefined : given.trained?.vectors) ?? new Set()),
    constants: new Constants(),
    isLookedUp: given.isLookedUp ?? false,
    without: given.without ?? new Set(),
    reach: given.reach,
    ...{ isLinear, outputs: [], entering: [], layers: [], attention: [], embedded: [], cache: [] },
  };
  const encoder = hasTwo
    ? stack(architecture, scope, entering(architecture, scope, given, "encoder"))
    : undefined;
  const input = entering(architecture, scope, given, hasTwo ? "decoder" : "only");
  const last = stack(architecture, scope, input, encoder);
  const texts = hasTwo || !seesImagesAlone(architecture) ? given.batch.tokens : 0;
  return { architecture, scope, last, imageTokens: last.tokens - texts };
}

/** The embedded input of a stack: an image, a text, or one behind the other. */
function entering(
  architecture: Architecture,
  scope: Scope,
  { batch, ids }: Given,
  which: "only" | "encoder" | "decoder",
): Stream {
  const { sequences } = batch;
  const all = tokensOf(architecture, batch.tokens)[which === "encoder" ? "encoder" : "decoder"];
  const seesImage = architecture.embedding.patches !== undefined && which !== "decoder";
  const seesText = !seesImage || (which === "only" && !seesImagesAlone(architecture));
  const parts: Stream[] = [];
  if (seesImage) {
    const tokens = all - (seesText ? batch.tokens : 0);
    parts.push({ sequences, tokens, value: embedImage(architecture, scope, sequences, tokens) });
  }
  if (seesText) {
    const own = which === "encoder" ? ids.encoder : ids.decoder;
    parts.push({ ...batch, value: embedText(architecture, scope, batch, own, which) });
  }
  return embedded(scope, which, parts as [Stream, ...Stream[]]);
}

/** Keeps the embedded input for probes; in a network that is made linear ones take its place. */
function embedded(scope: Scope, which: string, parts: readonly [Stream, ...Stream[]]): Stream {
  const { sequences } = parts[0];
  const width = parts[0].value.shape[1];
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0);
  const [first, ...others] = parts.map((part) => reshape(part.value, [sequences, part.tokens, width]));
  const whole = reshape(concat([first, ...others], 1), [sequences * tokens, width]);
  const value = scope.isLinear ? ones(whole) : whole;
  const passed: Passed = { name: which === "encoder" ? "embedding.encoder" : "embedding", value };
  scope.embedded.push(passed);
  return { sequences, tokens, value };
}

const ones = ({ shape }: Value): Value => constant(new Float64Array(sizeOf(shape)).fill(1), shape);

/** The layers of a stack and its final norm: the encoder's if it is to come, the decoder's if it is there, else all. */
function stack(architecture: Architecture, scope: Scope, input: Stream, encoder?: Stream): Stream {
  const { layers, kind, finalNorm } = architecture;
  const isOwn = (index: number): boolean =>
    kind !== "encoder-decoder" || (layers[index]?.cross !== undefined) === (encoder !== undefined);
  let [stream, owner] = [input, 0];
  for (const [index, layer] of layers.entries()) {
    if (!layer.shared) owner = index;
    if (!isOwn(index)) continue;
    const entering = stream.value;
    stream = layerNetwork(layer, { index, owner }, architecture, scope, stream, encoder);
    scope.layers.push({ name: `layers.${index}`, layer: index, given: entering, value: stream.value });
  }
  return finalNorm ? { ...stream, value: norm(scope, stream.value, "head.norm") } : stream;
}
