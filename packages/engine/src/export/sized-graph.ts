import type { Value } from "../graph/value.js";
import {
  type Point,
  type Polynomial,
  points,
  pointsOfFixed,
  polynomialOf,
} from "../onnx/size-polynomials.js";
import { type Lifted, lift, sizesOf } from "../onnx/template.js";
import type { OpenNetwork, OpenSizes } from "./open-network.js";

/** A graph whose sizes are polynomials of those that are left open. */
export interface SizedGraph extends Pick<Lifted, "order"> {
  /** The network at one point, whose values the graph has. */
  readonly open: OpenNetwork;
  readonly shapeOf: (value: Value) => readonly Polynomial[];
  /** What `sizesOf` of the template says of a value. */
  readonly sizesOf: (value: Value) => readonly Polynomial[];
}

/**
 * Builds a network at several sizes and reads off how its numbers depend on them.
 *
 * @param fixedTokens tokens of every text. Default: they are open.
 * @throws {RangeError} if the graph depends on sizes in another way: always a defect
 */
export function sizedGraph(build: (sizes: OpenSizes) => OpenNetwork, fixedTokens?: number): SizedGraph {
  const at = fixedTokens === undefined ? points : pointsOfFixed(fixedTokens);
  const graphs = at.map((point) => graphAt(build, point));
  const [{ open, lifted }] = graphs;
  if (graphs.some((graph) => graph.lifted.signature !== lifted.signature))
    throw new RangeError("a network has other nodes at other sizes");
  const polynomials = new Polynomials(at);
  const of =
    (numbers: (value: Value) => readonly number[]) =>
    (value: Value): readonly Polynomial[] => {
      const number = lifted.numberOf.get(value)!;
      return polynomials.of(graphs.map((graph) => numbers(graph.lifted.order[number])));
    };
  return { open, order: lifted.order, shapeOf: of(({ shape }) => shape), sizesOf: of(sizesOf) };
}

function graphAt(build: (sizes: OpenSizes) => OpenNetwork, [batch, tokens, past]: Point) {
  const open = build({ batch, tokens, past });
  return { open, lifted: lift(open.outputs.map(({ value }) => value)) };
}

/** Polynomials by the values that they have: most sizes of a graph are those of another. */
class Polynomials {
  readonly #at: readonly Point[];
  readonly #known = new Map<string, Polynomial>();

  constructor(at: readonly Point[]) {
    this.#at = at;
  }

  /** @param lists the same numbers at each point */
  of(lists: readonly (readonly number[])[]): Polynomial[] {
    return lists[0].map((_, index) => this.#one(lists.map((list) => list[index])));
  }

  #one(values: readonly number[]): Polynomial {
    const key = values.join();
    const known = this.#known.get(key) ?? polynomialOf(values, this.#at);
    this.#known.set(key, known);
    return known;
  }
}
