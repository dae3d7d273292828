import { type Architecture, patchCount, seesImagesAlone } from "@zerolm/core";
import { add, multiply, scale } from "../graph/elementwise.js";
import { concat, reshape, transpose } from "../graph/layout.js";
import { constant, filled, indices, input } from "../graph/leaves.js";
import { gather } from "../graph/lookup.js";
import { expand } from "../graph/reduce.js";
import type { TokenSource, Value } from "../graph/value.js";
import { norm } from "./norm.js";
import { inSequences, rowsAt } from "./reach.js";
import { Part, type Scope } from "./scope.js";
import type { Batch } from "./stream.js";

/**
 * Rows of a weight by their numbers. What is drawn is scaled behind the look-up, so that a table need not be; and a vocabulary of which nothing
 * else is used has only the rows of the tokens that occur.
 */
function rows(
  { scope, name }: Part,
  role: string,
  numbers: readonly number[],
  { earlier = 0, source }: { readonly earlier?: number; readonly source?: TokenSource } = {},
): Value {
  const { drawn, matrix, value, std } = scope.weights.get(
    earlier === 0 ? `${name}.${role}` : `${name}.${role}.${earlier}`,
  );
  const isSmall = scope.isLookedUp && role === "vocabulary";
  const distinct = isSmall ? [...new Set(numbers)] : [];
  const placeOf = new Map(distinct.map((number, place) => [number, place]));
  const own = isSmall ? numbers.map((number) => placeOf.get(number)!) : numbers;
  const places = indices(Int32Array.from(own), [own.length], source);
  if (isSmall) return scale(gather(input(matrix.name, [distinct.length, matrix.cols]), places), std);
  const looked = gather(scope.isLinear ? value : drawn, places);
  return scope.isLinear || std === 1 ? looked : scale(looked, std);
}

/** Which learned positions a stack has: those of the decoder, or of the encoder of an encoder-decoder. */
type Stack = "only" | "encoder" | "decoder";

/**
 * The embedded tokens of a text: their own, positions and the first token type, added, normed and projected as the architecture has it.
 *
 * @param ids token numbers, sequence after sequence
 */
export function embedText(
  architecture: Architecture,
  scope: Scope,
  batch: Batch,
  ids: Int32Array,
  stack: Stack,
): Value {
  const part = new Part(scope, "embedding");
  const { embedding } = architecture;
  const source = { stack: stack === "encoder" ? stack : "decoder", start: 0 } as const;
  const looked = embedding.adaptive
    ? adaptive(architecture, part, ids, source)
    : rows(part, "vocabulary", [...ids], { source });
  const early =
    embedding.bareProjection && part.has("projection") ? part.linear(looked, "projection") : looked;
  const { embeddingFactor } = scope.forward;
  const sized = embeddingFactor === 1 ? early : scale(early, embeddingFactor);
  const parts = [sized, ...positions(architecture, part, batch, stack), ...types(architecture, part, batch)];
  const sum = parts.reduce(add);
  const normed = embedding.norm ? norm(scope, sum, part.normName()) : sum;
  const isLate = !embedding.adaptive && !embedding.bareProjection && part.has("projection");
  return isLate ? part.linear(normed, "projection") : normed;
}

/** One row of learned positions for each token, the last one again for what lies beyond; nothing without them. */
function positions({ embedding }: Architecture, part: Part, batch: Batch, stack: Stack): Value[] {
  const { encoderPositions = 0 } = embedding;
  const isOfEncoder = stack === "encoder" && encoderPositions > 0;
  const count = isOfEncoder ? encoderPositions : embedding.positions;
  if (count === 0) return [];
  const earlier = !isOfEncoder && encoderPositions > 0 ? 1 : 0;
  const { forward, reach } = part.scope;
  const first = forward.firstPosition;
  if (reach) {
    const name = `${part.name}.position${earlier === 0 ? "" : `.${earlier}`}`;
    const { value } = part.scope.weights.get(name);
    return [inSequences(rowsAt(reach, value, batch.tokens, first), batch.sequences)];
  }
  const places = Array.from({ length: batch.tokens }, (_, token) => Math.min(first + token, count - 1));
  return [inEach(part, "position", places, batch.sequences, earlier)];
}

/** The rows of some numbers for each sequence. */
function inEach(part: Part, role: string, places: readonly number[], sequences: number, earlier = 0): Value {
  if (part.scope.reach) return inSequences(rows(part, role, places, { earlier }), sequences);
  const all = Array.from({ length: sequences * places.length }, (_, row) => places[row % places.length]);
  return rows(part, role, all, { earlier });
}

/** The first token type for each token. */
function types({ embedding }: Architecture, part: Part, { sequences, tokens }: Batch): Value[] {
  if (embedding.tokenTypes === 0) return [];
  const numbers = new Array<number>(part.scope.reach ? 1 : sequences * tokens).fill(0);
  const looked = rows(part, "tokenType", numbers);
  return [expand(looked, [sequences * tokens, looked.shape[1]])];
}

/** Each cluster looks up its own tokens, its other rows are blanked, and projects them if clusters differ in width. */
function adaptive({ embedding }: Architecture, part: Part, ids: Int32Array, { stack }: TokenSource): Value {
  const ends = [...(embedding.adaptive?.cutoffs ?? []), embedding.vocabulary];
  const isEach = (embedding.adaptive?.divide ?? 1) > 1;
  const clusters = ends.map((end, index) => {
    const start = ends[index - 1] ?? 0;
    const source = { stack, start, end };
    const isHere = (id: number): boolean => id >= start && id < end;
    const looked = rows(
      part,
      "vocabulary",
      [...ids].map((id) => (isHere(id) ? id - start : 0)),
      { earlier: index, source },
    );
    const blank = constant(
      Float64Array.from(ids, (id) => Number(isHere(id))),
      [ids.length, 1],
      source,
    );
    const own = multiply(looked, blank);
    return isEach ? part.linear(own, "projection", index) : own;
  });
  const sum = clusters.reduce(add);
  return !isEach && part.has("projection") ? part.linear(sum, "projection") : sum;
}

/** The name under which the values of image patches are given: noise of standard deviation 1. */
export const imageInput = "image";

/** The name under which the pixels of images are given to a network of open sizes: sequences × channels × height × width. */
export const pixelInput = "pixel_values";

/** Pixels as patches, the values of each in a row: channels, then rows of pixels. */
function patchesOf({ patches }: Architecture["embedding"], sequences: number): Value {
  const { image = 0, size = 1, channels = 0 } = patches ?? {};
  const along = image / size;
  const pixels = input(pixelInput, [sequences, channels, image, image]);
  const apart = reshape(pixels, [sequences, channels, along, size, along, size]);
  const grouped = transpose(apart, [0, 2, 4, 1, 3, 5]);
  return reshape(grouped, [sequences * along ** 2, channels * size ** 2]);
}

/**
 * The embedded patches of images of noise, behind a class token if there is one. Before training that is zero.
 */
export function embedImage(
  architecture: Architecture,
  scope: Scope,
  sequences: number,
  tokens: number,
): Value {
  const part = new Part(scope, "embedding");
  const { patches, width, positions } = architecture.embedding;
  const count = seesImagesAlone(architecture) ? positions : 0;
  const perImage = patchCount(architecture.embedding);
  const values = (patches?.channels ?? 0) * (patches?.size ?? 0) ** 2;
  const image = scope.reach
    ? patchesOf(architecture.embedding, sequences)
    : input(imageInput, [sequences * perImage, values]);
  const embedded = reshape(part.linear(image, "patch"), [sequences, perImage, width]);
  const more = tokens - perImage;
  const whole = more > 0 ? concat([filled(0, [sequences, more, width]), embedded], 1) : embedded;
  const flat = reshape(whole, [sequences * tokens, width]);
  const projects = part.has("projection");
  const early = projects && architecture.embedding.bareProjection ? part.linear(flat, "projection") : flat;
  const places = Array.from({ length: tokens }, (_, token) => Math.min(token, count - 1));
  const alone = seesImagesAlone(architecture) ? types(architecture, part, { sequences, tokens }) : [];
  const placed = [...(count > 0 ? [inEach(part, "position", places, sequences)] : []), ...alone].reduce(
    add,
    early,
  );
  const normed = architecture.embedding.norm ? norm(scope, placed, part.normName()) : placed;
  return projects && !architecture.embedding.bareProjection ? part.linear(normed, "projection") : normed;
}
