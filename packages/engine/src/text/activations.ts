import { type Host, InterruptedError, pacedReport } from "@zerolm/core";
import type { Executor } from "../backend/executor.js";
import { divide, multiply, scale, square, squareRoot, subtract } from "../graph/elementwise.js";
import { reshape } from "../graph/layout.js";
import { scalar } from "../graph/leaves.js";
import { reduceSum, total } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import { type Network, networkOf } from "../network/network.js";
import type { TextWindows } from "./text-windows.js";
import { feedOf, type TrainedNetwork, trainedOf } from "./trained-network.js";
import { type WindowOptions, windowsAtOnce } from "./window-losses.js";

/** What a text makes of a layer, as means over its tokens. */
export interface LayerActivations {
  /** From 0. */
  readonly layer: number;
  /** The mean square of what enters the output projection, for each query head; nothing without attention. */
  readonly heads: Float64Array | undefined;
  /** The mean square of what enters the last matrix of the FFN, for each of its rows; nothing for mixtures, and without an FFN. */
  readonly ffn: Float64Array | undefined;
  /** 1 − cosine of the stream before the layer with the stream behind it: block influence (Men et al. 2024, arXiv 2403.03853). */
  readonly influence: number;
  /** The mean squared norm of the stream before the layer. */
  readonly stream: number;
  /** Means of squares for each channel of the stream. */
  readonly channels: ChannelActivations;
}

/** Means of squares over tokens, for each channel of the stream. */
export interface ChannelActivations {
  /** Of what the norm before the attention puts out; nothing without attention. */
  readonly attention: Float64Array | undefined;
  /** Of what the norm before the FFN puts out; nothing without an FFN of one width. */
  readonly ffn: Float64Array | undefined;
  /** Of the stream behind the layer, each token over its own mean square. */
  readonly behind: Float64Array;
}

/**
 * What a text makes of the layers of a trained network: which heads and FFN rows say much, and which layers change little. Means of the windows that
 * were seen before the host stopped it.
 *
 * @throws {InterruptedError} if that was before the first
 * @example
 * const layers = await activations(executor, network, nextTokenWindows(text, 128), { windows: 64 });
 * layers[3].ffn[17]; // mean square of the activation of row 17 in layer 3
 */
export async function activations(
  executor: Executor,
  trained: TrainedNetwork,
  text: TextWindows,
  { windows = text.count, without }: WindowOptions = {},
  host: Host = {},
): Promise<LayerActivations[]> {
  const report = pacedReport(host);
  const count = Math.min(windows, text.count);
  let sums: Float64Array[] = [];
  let [done, statistics] = [0, [] as LayerStatistic[]];
  while (done < count && !host.signal?.aborted) {
    const seen = Math.min(windowsAtOnce(text), count - done);
    const { batch, ids } = text.batch(done, seen);
    const given = { batch, ids: { encoder: ids, decoder: ids }, trained: trainedOf(trained), without };
    statistics = statisticsOf(networkOf(trained.architecture, given));
    const means = await executor.run(
      statistics.map(({ value }) => value),
      feedOf(trained),
    );
    sums = means.map((mean, index) => added(sums[index], mean, seen));
    done += seen;
    await report({ what: "of the windows", done, total: count });
  }
  if (done === 0) throw new InterruptedError("stopped before any window was seen");
  return layersOf(
    statistics,
    sums.map((sum) => sum.map((one) => one / done)),
  );
}

/** One statistic of a layer. */
interface LayerStatistic {
  readonly layer: number;
  readonly kind: "heads" | "ffn" | "influence" | "stream" | `channels.${keyof ChannelActivations}`;
  readonly value: Value;
}

function statisticsOf({ architecture, scope }: Network): LayerStatistic[] {
  const entering = new Map(scope.entering.map(({ name, value }) => [name, value]));
  return scope.layers.flatMap(({ layer, given, value }): LayerStatistic[] => {
    const mixer = architecture.layers[layer].mixer;
    const merged = entering.get(`layers.${layer}.attention.output`);
    const inner = entering.get(`layers.${layer}.ffn.down`);
    const normed = {
      attention: entering.get(`layers.${layer}.attention.query`),
      ffn: entering.get(`layers.${layer}.ffn.up`),
    };
    return [
      ...(merged && mixer?.kind === "attention"
        ? [{ layer, kind: "heads" as const, value: meanSquares(merged, mixer.heads) }]
        : []),
      // Experts stand side by side along an axis of their own.
      ...(inner?.shape.length === 2
        ? [{ layer, kind: "ffn" as const, value: meanSquares(inner, inner.shape[1]) }]
        : []),
      ...(["attention", "ffn"] as const).flatMap((part): LayerStatistic[] => {
        const output = normed[part];
        return output?.shape.length === 2
          ? [{ layer, kind: `channels.${part}`, value: meanSquares(output, output.shape[1] as number) }]
          : [];
      }),
      { layer, kind: "channels.behind", value: relativeSquares(value) },
      { layer, kind: "influence", value: influenceOf(given, value) },
      { layer, kind: "stream", value: scale(total(square(given)), 1 / given.shape[0]) },
    ];
  });
}

/** Mean squares over tokens, and over the features of each of so many groups. */
function meanSquares(value: Value, groups: number): Value {
  const [rows, width] = value.shape as [number, number];
  const sums = reshape(reduceSum(square(value), [0]), [groups, width / groups]);
  return scale(reduceSum(sums, [1]), groups / (rows * width));
}

/** Mean squares over tokens of each feature, each token over its mean square. */
function relativeSquares(value: Value): Value {
  const [rows, width] = value.shape as [number, number];
  const squares = square(value);
  const sums = reduceSum(squares, [1]);
  return scale(reduceSum(divide(squares, reshape(sums, [rows, 1])), [0]), width / rows);
}

/** The mean over tokens of 1 − cosine. */
function influenceOf(before: Value, behind: Value): Value {
  const dot = (one: Value, other: Value): Value => reduceSum(multiply(one, other), [1]);
  const norms = multiply(squareRoot(dot(before, before)), squareRoot(dot(behind, behind)));
  const cosines = divide(dot(before, behind), norms);
  return scale(total(subtract(scalar(1), cosines)), 1 / before.shape[0]);
}

/** A sum and means that count so many times. */
const added = (sum: Float64Array | undefined, means: ArrayLike<number>, times: number): Float64Array =>
  Float64Array.from(means, (mean, index) => (sum?.[index] ?? 0) + times * mean);

function layersOf(statistics: readonly LayerStatistic[], means: readonly Float64Array[]): LayerActivations[] {
  const numbers = [...new Set(statistics.map(({ layer }) => layer))];
  return numbers.map((layer) => {
    const of = (kind: LayerStatistic["kind"]): Float64Array | undefined =>
      means[statistics.findIndex((one) => one.layer === layer && one.kind === kind)];
    const channels = {
      attention: of("channels.attention"),
      ffn: of("channels.ffn"),
      behind: of("channels.behind")!,
    };
    const figures = { channels, influence: of("influence")![0], stream: of("stream")![0] };
    return { layer, heads: of("heads"), ffn: of("ffn"), ...figures };
  });
}
