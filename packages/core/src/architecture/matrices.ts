import { rememberingLast } from "../remembering-last.js";
import { adapterShapes, adapterVariance } from "./adapter.js";
import { type Architecture, type Frame, type Layer, subModuleKind } from "./architecture.js";
import { embeddingShapes } from "./embedding.js";
import type { Ffn } from "./ffn/ffn.js";
import { headShapes } from "./head.js";
import { entryVariance } from "./initialiser.js";
import type { Mixer } from "./mixer/mixer.js";
import type { Role, WeightShape } from "./sub-module.js";

/** The four parts of a Transformer that are counted apart. Every mixer counts as attention. */
export type SubModule = "attention" | "ffn" | "embedding" | "head";

/** One weight matrix of an architecture (or several equal ones), rows × cols = out × in as PyTorch's Linear stores it. */
export interface Matrix {
  /** Unique in its architecture, as `layers.3.ffn.up`. */
  readonly name: string;
  readonly subModule: SubModule;
  readonly role: Role;
  /** From 0; `undefined` for embeddings and head. */
  readonly layer: number | undefined;
  /** Of an attention, whether it sees its own sequence or the encoder's; every mixer sees its own. `undefined` outside attention. */
  readonly attention: "self" | "cross" | undefined;
  /** The number of an expert, or of the first of several: those that the router chooses from 0, then the shared ones. `undefined` for other matrices. */
  readonly expert: number | undefined;
  readonly rows: number;
  readonly cols: number;
  /** The rows fall into this many equal blocks, one a head; 1 where there are no heads. */
  readonly heads: number;
  /** How many such matrices there are: the experts of a mixture share one entry. */
  readonly copies: number;
  /** How many of the copies a token passes. */
  readonly active: number;
  /** Standard deviation of one entry before training; 0 for the B of an adapter. */
  readonly std: number;
}

/**
 * The weight matrices of an architecture: embeddings, then layer by layer mixer and FFN with their adapters, then the head. Biases and norms are
 * vectors and not listed. A tied vocabulary projection is the embedding again and not listed twice, nor is a layer that uses the weights of
 * another.
 *
 * @example
 * const attention = matrices(architecture).filter(({ subModule }) => subModule === "attention");
 */
export function matrices(architecture: Architecture): Matrix[] {
  return [
    ...named(embeddingShapes(architecture), "embedding", architecture, "embedding"),
    ...architecture.layers.flatMap((layer, index) =>
      layer.shared
        ? []
        : [...layerMatrices(layer, architecture, index), ...adapterMatrices(layer, architecture, index)],
    ),
    ...named(headShapes(architecture), "head", architecture, "head"),
  ];
}

/**
 * The matrices of one layer without those of adapters: before training the B of an adapter is zero, and what acts, W + BA, is W. Every
 * proxy reads this list. `index` enters only names.
 */
export const layerMatrices = (layer: Layer, frame: Frame, index: number): Matrix[] =>
  ofLayer(layer, frame, index, whole);

const whole: Chosen = (shapes) => shapes;

/** The matrices of the adapters of one layer. */
const adapterMatrices = (layer: Layer, frame: Frame, index: number): Matrix[] =>
  layer.adapters ? ofLayer(layer, frame, index, (shapes) => adapterShapes(shapes, layer.adapters)) : [];

/**
 * Each copy of a matrix by itself, as `layers.0.ffn.up[3]`: every expert has weights of its own.
 *
 * @example
 * matrices(architecture).flatMap(copiesOf);
 */
export function copiesOf(matrix: Matrix): Matrix[] {
  const { copies, name, expert = 0 } = matrix;
  if (copies === 1) return [matrix];
  return Array.from({ length: copies }, (_, copy) => ({
    ...matrix,
    name: `${name}[${copy}]`,
    expert: expert + copy,
    copies: 1,
    active: 1,
  }));
}

function ofLayer({ mixer, cross, ffn }: Layer, frame: Frame, index: number, chosen: Chosen): Matrix[] {
  return [
    ...mixerMatrices(mixer, frame, index, chosen),
    ...named(shapesOf(cross, frame, chosen), "attention", frame, `layers.${index}.cross`, index, "cross"),
    ...named(shapesOf(ffn, frame, chosen), "ffn", frame, `layers.${index}.ffn`, index),
  ];
}

/** Which shapes are meant: those of a part itself, or of the adapters on it. */
type Chosen = (shapes: readonly WeightShape[]) => readonly WeightShape[];

/** Layers that differ in their FFN alone share the mixer. */
const mixerMatrices = rememberingLast(
  (mixer: Mixer | undefined, frame: Frame, index: number, chosen: Chosen) =>
    named(shapesOf(mixer, frame, chosen), "attention", frame, `layers.${index}.attention`, index, "self"),
);

const shapesOf = (part: Mixer | Ffn | undefined, { hidden }: Frame, chosen: Chosen) =>
  part ? chosen(subModuleKind(part).weights(part, hidden)) : [];

function named(
  shapes: readonly WeightShape[],
  subModule: SubModule,
  frame: Frame,
  prefix: string,
  layer?: number,
  attention?: Matrix["attention"],
): Matrix[] {
  if (shapes.length === 0) return [];
  const repeats = new Map<string, number>();
  const experts = new Map<string, number>();
  return shapes.map((shape) => {
    const { role, rows, cols, heads = 1, copies = 1, active = copies, of } = shape;
    const own = of ? `${of}.${role}` : role;
    const seen = repeats.get(own) ?? 0;
    repeats.set(own, seen + 1);
    const name = seen === 0 ? `${prefix}.${own}` : `${prefix}.${own}.${seen}`;
    const std = Math.sqrt(of ? adapterVariance(shape) : entryVariance(frame.initialiser, rows, cols));
    const expert = shape.copies === undefined ? undefined : (experts.get(own) ?? 0);
    if (expert !== undefined) experts.set(own, expert + copies);
    const place = { name, subModule, role, layer, attention, expert };
    return { ...place, rows, cols, heads, copies, active, std };
  });
}
