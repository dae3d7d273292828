import type { Frame } from "@zerolm/core";
import type { Forward } from "../forward/forward.js";
import { add } from "../graph/elementwise.js";
import { matMul } from "../graph/product.js";
import type { Value } from "../graph/value.js";
import type { Constants } from "./constants.js";
import type { Reach } from "./reach.js";
import { biasName, type Vectors } from "./vectors.js";
import type { Weights } from "./weights.js";

/** A tensor that a network passes, with the matrix, mixer or embedding that it belongs to. */
export interface Passed {
  readonly name: string;
  readonly value: Value;
}

/** A layer that a network passes: what it is given, and what it puts out with its residual, tokens × hidden. */
export interface PassedLayer extends Passed {
  /** From 0. */
  readonly layer: number;
  readonly given: Value;
}

/** The keys and values of the new tokens of a layer: sequences × key/value heads × tokens × width. */
export interface PassedCache {
  readonly layer: number;
  readonly keys: Value;
  readonly values: Value;
}

/** A network that is being built: its weights, and what a probe may ask of it. */
export interface Scope {
  readonly frame: Frame;
  readonly forward: Forward;
  readonly weights: Weights;
  readonly vectors: Vectors;
  readonly constants: Constants;
  /**
   * Whether the network is made linear, as SynFlow has it: weights are absolute, the embedded input is ones, norms and activations are left
   * out, what multiplies two streams adds them, and attention is uniform.
   */
  readonly isLinear: boolean;
  /** Parts that are left out, as `layers.3.ffn`: the stream passes them by, and a norm behind them stays. */
  readonly without: ReadonlySet<string>;
  /** Whether nothing but rows of tokens that occur is used of the vocabulary: no loss of tokens is to follow. */
  readonly isLookedUp: boolean;
  /** How far a network of open sizes reaches. Nothing if its sizes are those of one batch. */
  readonly reach: Reach | undefined;
  /** Keys and values that a cache would keep, if there is one. */
  readonly cache: PassedCache[];
  /** What each matrix makes of tokens. */
  readonly outputs: Passed[];
  /** What enters each matrix that {@link Part.linear} applies. */
  readonly entering: Passed[];
  /** Attention probabilities: sequences × key/value heads × queries × keys. */
  readonly attention: Passed[];
  /** The embedded inputs. */
  readonly embedded: Passed[];
  /** The layers, in their order. */
  readonly layers: PassedLayer[];
}

/** A mixer, FFN, embedding or head that is being built: its matrices are called after it. */
export class Part {
  readonly scope: Scope;
  readonly name: string;

  /** @param name as `layers.0.attention` */
  constructor(scope: Scope, name: string) {
    this.scope = scope;
    this.name = name;
  }

  /** The matrix of a role, or the one after `earlier` others of that role. */
  weight(role: string, earlier = 0): Value {
    return this.scope.weights.get(this.#nameOf(role, earlier)).value;
  }

  /** x·Wᵀ, what adapters add, and the bias if there is one; matrix by matrix if there are copies. */
  linear(x: Value, role: string, earlier = 0): Value {
    this.scope.entering.push({ name: this.#nameOf(role, earlier), value: x });
    return this.putRole(role, this.projected(x, role, earlier), earlier);
  }

  /** As {@link linear} for what is no stream of tokens, such as relative positions: probes do not see it. */
  projected(x: Value, role: string, earlier = 0): Value {
    const made = matMul(x, this.weight(role, earlier), { transposeB: true });
    return this.biased(this.#adapted(made, x, role, earlier), role, earlier);
  }

  /** Keeps for probes what the matrix of a role puts out, if it is applied in another way than {@link linear}. */
  putRole(role: string, value: Value, earlier = 0): Value {
    this.scope.outputs.push({ name: this.#nameOf(role, earlier), value });
    return value;
  }

  has(role: string, earlier = 0): boolean {
    return this.scope.weights.has(this.#nameOf(role, earlier));
  }

  /** The name of a norm of the part. */
  normName(norm = "norm"): string {
    return `${this.name}.${norm}`;
  }

  /** A result of the matrix of a role with its bias, if there is one. */
  biased(made: Value, role: string, earlier = 0): Value {
    const bias = this.scope.vectors.get(biasName(this.#nameOf(role, earlier)), made.shape.at(-1)!);
    return bias ? add(made, bias) : made;
  }

  #adapted(made: Value, x: Value, role: string, earlier: number): Value {
    if (!this.has(`${role}.adapterA`, earlier)) return made;
    const narrow = matMul(x, this.weight(`${role}.adapterA`, earlier), { transposeB: true });
    return add(made, matMul(narrow, this.weight(`${role}.adapterB`, earlier), { transposeB: true }));
  }

  #nameOf(role: string, earlier: number): string {
    return earlier === 0 ? `${this.name}.${role}` : `${this.name}.${role}.${earlier}`;
  }
}
