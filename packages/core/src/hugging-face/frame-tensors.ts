import type { Frame } from "../architecture/architecture.js";
import { embeddingShapes } from "../architecture/embedding.js";
import { headShapes } from "../architecture/head.js";
import type { Role, WeightShape } from "../architecture/sub-module.js";
import {
  denseTensors,
  type NamedTensor,
  normTensors,
  other,
  streamAxis,
  type TensorPart,
  type TensorPlace,
} from "./named-tensor.js";

/** What a family calls the tensors of its embeddings: tables by the name of the tensor, projections and norm by that of the module. */
export interface EmbeddingNames {
  readonly vocabulary?: string;
  /** Tensors that repeat the vocabulary. */
  readonly copies?: readonly string[];
  readonly position?: string;
  readonly tokenType?: string;
  readonly norm?: string;
  readonly projection?: string;
  readonly patch?: string;
  readonly classToken?: string;
  /** A vector that some pre-training adds. */
  readonly maskToken?: string;
}

type HeadRole = "pooler" | "transform" | "vocabulary" | "dense" | "task";

/** What a family calls the modules of its head, by role; several names are those of several classes. */
export interface HeadNames extends Partial<Readonly<Record<HeadRole, string | readonly string[]>>> {
  /** The norm after the last layer; of an encoder-decoder that of the encoder, then that of the decoder. */
  readonly finalNorm?: readonly string[];
  /** The pooler of the model itself, which stands inside the prefix. */
  readonly bodyPooler?: string;
  readonly transformNorm?: string;
  /** The bias of the projection to the vocabulary if it is not the module's, then what repeats it. */
  readonly vocabularyBias?: readonly string[];
}

/** Tables that are added to the stream, and what reads it at its end. */
const ofStream: readonly Role[] = ["vocabulary", "position", "tokenType", "task"];

const matrixPart = ({ role, rows, cols }: WeightShape, { hidden }: Frame): TensorPart => ({
  role,
  rows: other(rows),
  cols: ofStream.includes(role) ? streamAxis(cols, hidden) : other(cols),
});

/** The tensors of the embeddings. */
export function embeddingTensors(frame: Frame, names: EmbeddingNames): NamedTensor[] {
  const place = { subModule: "embedding" } as const;
  const { embedding, hidden } = frame;
  const token = (name: string | undefined, more: object): NamedTensor[] =>
    name === undefined
      ? []
      : [
          {
            ...place,
            ...more,
            name,
            parts: [{ role: "token", rows: other(hidden) }],
            storedShape: [1, 1, hidden],
          },
        ];
  return [
    ...embeddingShapes(frame).flatMap((shape) => embeddingTensor(frame, shape, names, place)),
    ...(embedding.norm && names.norm
      ? normTensors(names.norm, frame.norm, streamAxis(embedding.width, hidden), place)
      : []),
    ...(embedding.classToken ? token(names.classToken, {}) : []),
    ...token(names.maskToken, { optional: true, uncounted: true }),
    ...(names.copies ?? []).map((name) => ({
      ...place,
      name,
      optional: true,
      tied: names.vocabulary as string,
      parts: [
        {
          role: "vocabulary" as const,
          rows: other(embedding.vocabulary),
          cols: streamAxis(embedding.width, hidden),
        },
      ],
    })),
  ];
}

function embeddingTensor(
  frame: Frame,
  shape: WeightShape,
  names: Readonly<Partial<Record<Role, string>>>,
  place: TensorPlace,
): NamedTensor[] {
  const { patches } = frame.embedding;
  const name = names[shape.role];
  if (name === undefined) return [];
  const parts = [matrixPart(shape, frame)];
  if (shape.role === "projection") return denseTensors(name, parts, true, place);
  if (shape.role !== "patch" || !patches)
    return [{ ...place, name, parts, ...(patches ? { storedShape: [1, shape.rows, shape.cols] } : {}) }];
  const [weight, bias] = denseTensors(name, parts, true, place) as [NamedTensor, NamedTensor];
  const { channels, size } = patches;
  return [{ ...weight, storedShape: [shape.rows, channels, size, size] }, bias];
}

/**
 * The tensors of the head: those that the architecture has, and those that other classes of the family have, which a file may hold too.
 * All but the final norm are optional, for a head that was not saved is drawn anew.
 *
 * @param table the name of the embedding's table, which a tied projection repeats
 */
export function headTensors(frame: Frame, names: HeadNames, table: string): NamedTensor[] {
  const own = new Set(headShapes(frame).map(({ role }) => role));
  const norms = frame.kind === "encoder-decoder" ? names.finalNorm : names.finalNorm?.slice(0, 1);
  return [
    ...(frame.finalNorm ? (norms ?? []) : []).flatMap((name) =>
      normTensors(name, frame.norm, streamAxis(frame.hidden), { subModule: "head" }),
    ),
    ...headShapes(wholeHead(frame, names)).flatMap((shape) => {
      const name = nameOf(shape.role, names);
      if (name === undefined) return [];
      const inside = shape.role === "pooler" && names.bodyPooler !== undefined;
      const place = { ...head, outside: !inside, ...(own.has(shape.role) ? {} : { uncounted: true }) };
      if (shape.role === "vocabulary")
        return vocabularyTensors(frame, name, matrixPart(shape, frame), names, tiedTo(table, frame, place));
      const bias = shape.role !== "task" || frame.head.outputsBias;
      return [
        ...denseTensors(name, [matrixPart(shape, frame)], bias && own.has(shape.role), place),
        ...(shape.role === "transform" && names.transformNorm
          ? normTensors(names.transformNorm, frame.norm, other(shape.rows), place)
          : []),
      ];
    }),
  ];
}

const head = { subModule: "head", optional: true } as const;
const outside = { ...head, outside: true } as const;

const nameOf = (role: Role, { bodyPooler, ...names }: HeadNames): string | readonly string[] | undefined =>
  role === "pooler" && bodyPooler !== undefined
    ? [bodyPooler, ...[names.pooler ?? []].flat()]
    : names[role as HeadRole];

/** A head with every part that the family has a name for. */
function wholeHead(frame: Frame, names: HeadNames): Frame {
  const { outputs: given } = frame.head;
  const everything = { pooler: true, dense: true, transform: names.transform !== undefined };
  const outputs = given > 0 ? given : 2;
  return { ...frame, head: { ...frame.head, ...everything, vocabulary: "separate", outputs } };
}

/** A tied projection is the embedding again, also if the file repeats it. */
const tiedTo = (table: string, { head }: Frame, place: TensorPlace): TensorPlace =>
  head.vocabulary === "tied" ? { ...outside, tied: table } : place;

function vocabularyTensors(
  { head, embedding }: Frame,
  name: string | readonly string[],
  part: TensorPart,
  { vocabularyBias: biases }: HeadNames,
  place: TensorPlace,
): NamedTensor[] {
  const [weight, bias] = denseTensors(name, [part], head.vocabularyBias, place) as [NamedTensor, NamedTensor];
  const [first = bias.name, ...copies] = biases ?? [];
  const parts: TensorPart[] = [{ role: "vocabulary", rows: other(embedding.vocabulary) }];
  return [
    weight,
    { ...bias, name: first },
    ...copies.map((copy) => ({ ...outside, name: copy, tied: first, parts })),
  ];
}
