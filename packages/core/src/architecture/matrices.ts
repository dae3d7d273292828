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
  readonly rows: number;
  readonly cols: number;
  /** The rows fall into this many equal blocks, one a head; 1 where there are no heads. */
  readonly heads: number;
  /** How many such matrices there are: the experts of a mixture share one entry. */
  readonly copies: number;
  /** How many of the copies a token passes. */
  readonly active: number;
  /** Standard deviation of one entry before training. */
  readonly std: number;
}

/**
 * The weight matrices of an architecture: embeddings, then layer by layer mixer and FFN, then the head. Biases and norms are
 * vectors and not listed. A tied vocabulary projection is the embedding again and not listed twice.
 *
 * @example
 * const attention = matrices(architecture).filter(({ subModule }) => subModule === "attention");
 */
export function matrices(architecture: Architecture): Matrix[] {
  return [
    ...named(embeddingShapes(architecture), "embedding", architecture, "embedding"),
    ...architecture.layers.flatMap((layer, index) => layerMatrices(layer, architecture, index)),
    ...named(headShapes(architecture), "head", architecture, "head"),
  ];
}

/** The matrices of one layer. `index` enters only their names. */
export function layerMatrices({ mixer, cross, ffn }: Layer, frame: Frame, index: number): Matrix[] {
  const shapes = <Part extends Mixer | Ffn>(part: Part) => subModuleKind(part).weights(part, frame.hidden);
  const at = `layers.${index}`;
  return [
    ...named(shapes(mixer), "attention", frame, `${at}.attention`, index),
    ...(cross ? named(shapes(cross), "attention", frame, `${at}.cross`, index) : []),
    ...named(shapes(ffn), "ffn", frame, `${at}.ffn`, index),
  ];
}

function named(
  shapes: readonly WeightShape[],
  subModule: SubModule,
  frame: Frame,
  prefix: string,
  layer?: number,
): Matrix[] {
  const repeats = new Map<Role, number>();
  return shapes.map(({ role, rows, cols, heads = 1, copies = 1, active = copies }) => {
    const seen = repeats.get(role) ?? 0;
    repeats.set(role, seen + 1);
    const name = seen === 0 ? `${prefix}.${role}` : `${prefix}.${role}.${seen}`;
    const std = Math.sqrt(entryVariance(frame.initialiser, rows, cols));
    return { name, subModule, role, layer, rows, cols, heads, copies, active, std };
  });
}
