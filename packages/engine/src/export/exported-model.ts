import { type Architecture, UsageError, WorkError } from "@zerolm/core";
import type { Value } from "../graph/value.js";
import { pixelInput } from "../network/embedding.js";
import { emitNodes } from "../onnx/emit.js";
import { type AxisName, type ElementType, ModelWriter, type StoredTensor } from "../onnx/model.js";
import { type ModelFiles, modelFiles, tensorBytes } from "../onnx/model-file.js";
import { axisName, type SizeAxes, SizeNodes } from "../onnx/size-nodes.js";
import { tokensOfPoints } from "../onnx/size-polynomials.js";
import { canCache, fixedTokens, needsFixedTokens, type Opening, openNetwork } from "./open-network.js";
import { type SizedGraph, sizedGraph } from "./sized-graph.js";
import { StoredNumbers } from "./stored-numbers.js";
import { idsInput, TokenNodes } from "./token-nodes.js";

/** An input or output of a model. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  /** Sizes of its axes, or what those are called that are left open. */
  readonly axes: readonly AxisName[];
}

/** A network as an ONNX model whose weights are yet to be written. */
export interface ExportedModel {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Tokens of a text at most, those of the cache among them; nothing for images. */
  readonly context: number | undefined;
  /** Whether keys and values of earlier tokens are given and put out. */
  readonly hasCache: boolean;
  /** The weights that it has, by the names of matrices, biases and norms. */
  readonly weights: readonly StoredTensor[];
  readonly weightBytes: number;
  /** Bytes of tables of positions and other constants. */
  readonly tableBytes: number;
  /**
   * Its files, written piece by piece with one weight in memory.
   *
   * @param read the numbers of a weight by its name, row by row
   * @param dataName what the model calls the file beside it, if there is one
   * @param isApart whether weights lie in that file in any case. Default: only if the model would be longer than 2 GiB.
   */
  readonly files: (
    read: (name: string) => Promise<Float32Array>,
    dataName: string,
    isApart?: boolean,
  ) => ModelFiles;
}

/** How a network is exported. */
export interface ExportOptions extends Pick<Opening, "trained"> {
  /** Tokens of a text at most, for which tables of positions are stored. Default: as many as it sees, and 4,096 at most. */
  readonly context?: number | undefined;
  /** Tokens of every text, if their number is not to be open. Default: it is, if the network allows it. */
  readonly tokens?: number | undefined;
  /** See {@link Opening.lastOnly}. Default: false. */
  readonly lastOnly?: boolean | undefined;
}

/**
 * A network as an ONNX model of standard operators (opset 18), in 32 bits. The number of sequences is open, and so is the number of tokens, unless a
 * mixer has matrices for each number of them, or it sees images. A decoder with a cache takes `past_key_values.N.key` and `.value` (sequences ×
 * key/value heads × past tokens × width, 0 past tokens to begin with) and puts out `new_key_values.N.key` and `.value` of the new tokens alone.
 *
 * @throws {WorkError} for a part that cannot be run; {UsageError} for a context or a number of tokens that the network does not have
 * @example
 * const model = exportedModel(architecture, { trained: { forward: beforeTraining(architecture), vectors: initialVectors(architecture) } });
 */
export function exportedModel(architecture: Architecture, options: ExportOptions): ExportedModel {
  refuseTwoStacks(architecture);
  const { trained, lastOnly = false } = options;
  const sizes = sizesOf(architecture, options);
  checkTurns(architecture, options, sizes.context);
  const hasCache = canCache(architecture) && sizes.tokens === undefined;
  const build = openNetwork(architecture, { trained, lastOnly, hasCache, context: sizes.context });
  const about = { hasCache, context: fixedTokens(architecture) ? undefined : sizes.context };
  return written(sizedGraph(build, sizes.tokens), about, sizes.tokens);
}

function refuseTwoStacks({ kind }: Architecture): void {
  if (kind === "encoder-decoder")
    throw new WorkError(
      "an encoder-decoder cannot be exported: it sees two texts of two lengths, and the model has one",
    );
}

/** Tokens of the tables of positions if there is no other limit. */
const usualContext = 4096;

/** Tokens of every text if they have to be fixed and no one says how many. */
const usualTokens = 128;

/** The tables of positions that are stored, and the number of tokens if it is fixed. */
function sizesOf(
  architecture: Architecture,
  { trained, context, tokens }: ExportOptions,
): { readonly context: number; readonly tokens: number | undefined } {
  const ofImage = fixedTokens(architecture);
  if (ofImage !== undefined) return { context: ofImage, tokens: ofImage };
  const most = longestText(architecture, trained.forward);
  const whole = context ?? Math.min(most, usualContext);
  const isFixed = tokens !== undefined || needsFixedTokens(architecture) || whole < tokensOfPoints;
  const fixed = isFixed ? (tokens ?? Math.min(whole, usualTokens)) : undefined;
  const longest = Math.max(whole, fixed ?? 0);
  if (longest > most)
    throw new UsageError(`the network sees at most ${most} tokens, but ${longest} were requested`);
  return { context: fixed ?? whole, tokens: fixed };
}

/** Tokens for which there are positions. */
function longestText(
  { embedding }: Architecture,
  { maximumTokens = Number.POSITIVE_INFINITY, firstPosition }: Opening["trained"]["forward"],
): number {
  const rows = embedding.positions > 0 ? embedding.positions - firstPosition : Number.POSITIVE_INFINITY;
  return Math.min(rows, maximumTokens);
}

/**
 * A table of turns serves all lengths only if they do not depend on the length.
 *
 * @throws {UsageError} that says up to which context they do not
 */
function checkTurns({ layers }: Architecture, { trained }: ExportOptions, context: number): void {
  for (const [layer, { mixer }] of layers.entries()) {
    if (mixer?.kind !== "attention") continue;
    const turns = (tokens: number): string =>
      JSON.stringify(trained.forward.rotary(layer, mixer.headDim, tokens));
    if (turns(1) === turns(context)) continue;
    let [equal, other] = [1, context];
    while (other - equal > 1) {
      const middle = Math.floor((equal + other) / 2);
      if (turns(middle) === turns(1)) equal = middle;
      else other = middle;
    }
    throw new UsageError(
      `the rotary positions of this network depend on the length of the text beyond ${equal} tokens. Export it with a context of ${equal} or less.`,
    );
  }
}

function written(
  graph: SizedGraph,
  about: Pick<ExportedModel, "hasCache" | "context">,
  tokens: number | undefined,
): ExportedModel {
  const model = new ModelWriter();
  const numbers = new StoredNumbers(model);
  const ports = new Ports(model, graph, tokens);
  const sizes = new SizeNodes(model, ports.sizeAxes());
  const ids = new TokenNodes(model);
  const nameOf = emitNodes(graph, "float32", model, {
    leaf: (value) => leafName(value, numbers, ids),
    sizes: (value) => sizes.list(graph.sizesOf(value)),
  });
  for (const { name, value } of graph.open.outputs) {
    model.node("Identity", [nameOf(value)], name);
    ports.output(name, value);
  }
  const isTable = ({ name }: StoredTensor): boolean => numbers.isTable(name);
  const bytes = (tensors: readonly StoredTensor[]): number =>
    tensors.reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
  const weights = model.storedTensors.filter((tensor) => !isTable(tensor));
  return {
    ...about,
    ...{ inputs: ports.inputs, outputs: ports.outputs, weights },
    weightBytes: bytes(weights),
    tableBytes: bytes(model.storedTensors.filter(isTable)),
    files: (read, dataName, isApart = false) =>
      modelFiles(model, (tensor) => numbers.read(tensor, read), dataName, isApart),
  };
}

function leafName(value: Value, numbers: StoredNumbers, tokens: TokenNodes): string {
  const { operation } = value;
  if (operation.kind === "constant")
    return operation.source ? tokens.blanks(operation.source) : numbers.constant(operation.data, value.shape);
  if (operation.kind === "indices")
    return operation.source ? tokens.numbers(operation.source) : numbers.whole(operation.data, value.shape);
  if (operation.kind !== "input") throw new RangeError(`${operation.kind} is not a leaf`);
  return isGiven(operation.name) ? operation.name : numbers.weight(operation.name, value.shape);
}

/** Whether a caller of the model gives the numbers of an input of the graph; others are weights. */
const isGiven = (name: string): boolean => name === pixelInput || name.startsWith("past_key_values.");

/** Inputs and outputs of a model, in the order in which they are shown. */
class Ports {
  readonly inputs: Port[] = [];
  readonly outputs: Port[] = [];
  readonly #model: ModelWriter;
  readonly #graph: SizedGraph;

  /** @param tokens of every text, if their number is fixed */
  constructor(model: ModelWriter, graph: SizedGraph, tokens: number | undefined) {
    this.#model = model;
    this.#graph = graph;
    const seesText = graph.order.some(({ operation }) => operation.kind === "indices" && operation.source);
    if (seesText) this.#input(idsInput, "int64", ["batch_size", tokens ?? "sequence_length"]);
    for (const value of graph.order)
      if (value.operation.kind === "input" && isGiven(value.operation.name))
        this.#input(value.operation.name, "float32", this.#axes(value));
  }

  output(name: string, value: Value): void {
    const port = { name, type: "float32" as const, axes: this.#axes(value) };
    this.outputs.push(port);
    this.#model.output(name, port.type, port.axes);
  }

  /** Where the open sizes are read. */
  sizeAxes(): SizeAxes {
    return ["batch_size", "sequence_length", "past_sequence_length"].map((symbol) => {
      const port = this.inputs.find(({ axes }) => axes.includes(symbol));
      return port && { input: port.name, axis: port.axes.indexOf(symbol) };
    });
  }

  #input(name: string, type: ElementType, axes: readonly AxisName[]): void {
    this.inputs.push({ name, type, axes });
    this.#model.input(name, type, axes);
  }

  #axes(value: Value): AxisName[] {
    return this.#graph.shapeOf(value).map(axisName);
  }
}
