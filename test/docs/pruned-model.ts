import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  mapCheckpoint,
  openCheckpoint,
  type Planner,
  type PruneOptions,
  type PrunePlan,
  type PruneProxy,
  prunableParts,
  prunedCheckpoint,
  prunedTensors,
  prunePlanner,
  squareStatistics,
  squaresHere,
  wasmKernels,
} from "@zerolm/checkpoint";
import { Random } from "@zerolm/core";
import {
  activations,
  type LayerActivations,
  nextTokenWindows,
  type OnnxExecutor,
  trainedNetwork,
  windowLosses,
} from "@zerolm/engine";
import { pathFolder } from "@zerolm/node";

const context = 128;
/** Bytes of the training text by which `--drop` chooses layers. */
const bytesOfTries = 16_384;
const data = process.env.ZEROLM_DATA ?? "";

/** The models of the tables, and of how many windows of their held-out text losses are. */
export const models = { "plain-llama-kjv": 64, "tiny-llama-kjv": 32 } as const;
export type ModelName = keyof typeof models;

/** What a plan leaves. */
export interface Left {
  readonly plan: PrunePlan;
  /** The share of the non-embedding parameters that is written. */
  readonly written: number;
  /** Of each window. */
  readonly losses: Float64Array;
  readonly loss: number;
}

/** A trained model whose plans are judged on its held-out text. */
export interface PrunedModel {
  readonly folder: string;
  readonly windows: number;
  readonly wholeLoss: number;
  readonly depth: number;
  /** What the first so many bytes of the training text make of its layers. */
  readonly activityOn: (bytes: number) => Promise<readonly LayerActivations[]>;
  /** What is left of it by options, at a share of its non-embedding parameters. */
  readonly at: (keep: number, options: PruneOptions) => Promise<Left>;
  /** The same options, judged on 16 KB of the training text, as the command judges depths. */
  readonly onTraining: (keep: number, options: PruneOptions) => Promise<number>;
  /** The loss without layers, on held-out text, or on the same 16 KB. */
  readonly without: (layers: readonly number[], text?: "training") => Promise<number>;
  readonly close: () => Promise<void>;
}

export const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Opens a model of the data folder. */
export async function prunedModel(name: ModelName, executor: OnnxExecutor): Promise<PrunedModel> {
  const folder = join(data, name);
  const checkpoint = await openCheckpoint(await pathFolder(folder));
  const mapped = mapCheckpoint(checkpoint);
  const statistics = await squareStatistics(mapped, squaresHere(await wasmKernels()));
  const whole = await trainedNetwork(checkpoint);
  const text = windowsOf(join(folder, "eval.txt"));
  const windows = models[name];
  const { size, nonEmbeddingSize } = await prunePlanner(mapped, statistics);
  const training = windowsOf(join(data, "kjv/train.txt"), bytesOfTries);
  const losses = (network: typeof whole, without?: ReadonlySet<string>): Promise<Float64Array> =>
    windowLosses(executor, network, text, { windows, without });
  const planned = async (keep: number, options: PruneOptions) => {
    const planner: Planner = await prunePlanner(mapped, statistics, options);
    const plan = await planner.plan(size - (1 - keep) * nonEmbeddingSize);
    return { plan, network: await trainedNetwork(prunedTensors(prunedCheckpoint(mapped, plan))) };
  };
  const known = new Map<number, Promise<readonly LayerActivations[]>>();
  return {
    folder,
    windows,
    wholeLoss: mean(await losses(whole)),
    depth: mapped.architecture.layers.length,
    activityOn: (bytes) => {
      const found =
        known.get(bytes) ?? activations(executor, whole, windowsOf(join(data, "kjv/train.txt"), bytes));
      known.set(bytes, found);
      return found;
    },
    at: async (keep, options) => {
      const { plan, network } = await planned(keep, options);
      const own = await losses(network);
      return { plan, written: 1 - (size - plan.size) / nonEmbeddingSize, losses: own, loss: mean(own) };
    },
    onTraining: async (keep, options) => {
      const { network } = await planned(keep, options);
      return mean(await windowLosses(executor, network, training));
    },
    without: async (layers, on) => {
      const parts = new Set(layers.flatMap((layer) => [`layers.${layer}.attention`, `layers.${layer}.ffn`]));
      return mean(
        await (on ? windowLosses(executor, whole, training, { without: parts }) : losses(whole, parts)),
      );
    },
    close: () => checkpoint.close(),
  };
}

/** The windows of the first so many bytes of a file, and of the byte behind them, which the last one guesses. */
function windowsOf(file: string, bytes = Number.POSITIVE_INFINITY) {
  const ids = Int32Array.from(readFileSync(file).subarray(0, bytes + 1));
  return nextTokenWindows({ ids, before: [], behind: [] }, context);
}

/** Options under which nothing but a worth decides. */
export const bare = { protect: 0, evenness: 0 } as const;

/** FFN widths at random, between a tenth and all, in sixteens, all heads; filled to within 1 %. */
export async function randomWidths(
  { folder }: PrunedModel,
  keep: number,
  count: number,
): Promise<readonly PruneOptions[]> {
  const checkpoint = await openCheckpoint(await pathFolder(folder));
  const parts = prunableParts(mapCheckpoint(checkpoint));
  await checkpoint.close();
  const size = (part: (typeof parts)[number], units: number): number => part.size(units, "parameters");
  const total = parts.reduce((sum, part) => sum + size(part, part.units), 0);
  const random = new Random(1);
  const drawn: PruneOptions[] = [];
  while (drawn.length < count) {
    const ffn = parts.filter(({ subModule }) => subModule === "ffn");
    const widths = new Map(ffn.map(({ layer, units }) => [layer, drawnWidth(units, random)]));
    const left = parts.reduce(
      (sum, part) => sum + size(part, part.subModule === "ffn" ? (widths.get(part.layer) ?? 0) : part.units),
      0,
    );
    if (left <= keep * total && left > (keep - 0.01) * total)
      drawn.push({ ...bare, order: "norm", proxy: exactly(widths) });
  }
  return drawn;
}

const drawnWidth = (units: number, random: Random): number =>
  16 * Math.max(1, Math.round((units / 16) * (0.1 + random.below(901) / 1000)));

/** A worth that nothing but these widths reaches. */
const exactly = (widths: ReadonlyMap<number, number>): PruneProxy => ({
  name: "exactly",
  summary: "the widths that were drawn",
  usesAlpha: false,
  values: async ({ units, subModule, layer }) =>
    Array.from(
      { length: units + 1 },
      (_, kept) => -Math.abs(kept - (subModule === "ffn" ? (widths.get(layer) ?? units) : units)),
    ),
});
