import {
  droppableLayers,
  type LayerActivity,
  type MappedCheckpoint,
  type Pruned,
  prunedTensors,
} from "@zerolm/checkpoint";
import { InterruptedError, meanInterval } from "@zerolm/core";
import {
  activations,
  type Executor,
  type TrainedNetwork,
  trainedNetwork,
  windowLosses,
} from "@zerolm/engine";
import type { Opened } from "../checkpoint/open.js";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import {
  type CutRequest,
  isDecoder,
  type PreparedText,
  prepareText,
  requireMemory,
  withExecutor,
} from "../inspect/with-text.js";
import { layersByLoss } from "./layers-by-loss.js";
import type { PruneOutcome } from "./prune-outcome.js";
import type { PruneRequest } from "./prune-request.js";

/** What a text says of a checkpoint before it is pruned. */
export interface TextFindings {
  /** What it makes of the layers; nothing if it is only to be guessed. */
  readonly activity: readonly (LayerActivity & { readonly influence: number })[] | undefined;
  /** The layers that may best be left out, the first to go first; nothing if none are asked for. */
  readonly dropOrder: readonly number[] | undefined;
}

/** What runs a checkpoint over texts, before and after it is pruned. */
export interface TextJudge {
  readonly findings: TextFindings;
  /** The loss of what is left on the text by which is chosen, in nats a token. */
  readonly lossOf: (pruned: Pruned) => Promise<number>;
  /** The losses of what is left, beside those of the whole. */
  readonly outcome: (pruned: Pruned) => Promise<Pick<PruneOutcome, "text" | "loss">>;
}

/** The tokens of a text that are seen unless the request says how many windows are. */
export const usualTokens = 2 ** 16;

/** Of them, as many decide between layers: what they cost differs more than what rows do, and each try is a pass. */
const tokensOfTries = 2 ** 14;

interface Text {
  readonly file: string;
  readonly prepared: PreparedText;
  readonly windows: number;
}

/**
 * Does something with a judge of what is pruned; with none if no text is given. Texts are read and checked before weights are.
 *
 * @throws what `withText` throws
 */
export async function withTextJudge<Answer>(
  opened: Opened,
  mapped: MappedCheckpoint,
  request: PruneRequest,
  host: TaskHost,
  use: (judge: TextJudge | undefined) => Promise<Answer>,
): Promise<Answer> {
  const { text, evalText, windows, evalWindows = windows } = request;
  const open = (file: string | undefined, count: number | undefined): Promise<Text | undefined> =>
    textOf(file, opened, mapped, { ...request, windows: count }, host);
  const chosenOn = await open(text, windows);
  const judgedOn = (await open(evalText, evalWindows)) ?? chosenOn;
  if (!judgedOn) return await use(undefined);
  return await withExecutor(host, async (executor) => {
    const { before, findings } = await seenBefore(
      executor,
      { opened, mapped, chosenOn, judgedOn },
      request,
      host,
    );
    const lossesAfter = async (pruned: Pruned, text: Text): Promise<Float64Array> =>
      lossesOf(executor, await trainedNetwork(prunedTensors(pruned), host), text, host);
    return await use({
      findings,
      lossOf: async (pruned) => meanOf(await lossesAfter(pruned, firstOf(chosenOn ?? judgedOn))),
      outcome: async (pruned) => {
        const after = await lossesAfter(pruned, judgedOn);
        return {
          ...(chosenOn ? { text: aboutText(chosenOn, findings) } : {}),
          loss: lossOutcome(judgedOn, before, after, request.seed),
        };
      },
    });
  });
}

interface Seen {
  readonly opened: Opened;
  readonly mapped: MappedCheckpoint;
  readonly chosenOn: Text | undefined;
  readonly judgedOn: Text;
}

/** What the whole model makes of the texts. Its weights are let go behind it, so that those of the pruned one find room. */
async function seenBefore(
  executor: Executor,
  { opened, mapped, chosenOn, judgedOn }: Seen,
  request: PruneRequest,
  host: TaskHost,
): Promise<{ readonly before: Float64Array; readonly findings: TextFindings }> {
  requireMemory(judgedOn.prepared, {}, executor, host);
  const whole = await trainedNetwork(opened.checkpoint, host, mapped);
  const before = await lossesOf(executor, whole, judgedOn, host);
  return { before, findings: await findingsOf(executor, whole, chosenOn, request, host) };
}

async function textOf(
  file: string | undefined,
  opened: Opened,
  mapped: MappedCheckpoint,
  { context, draws, seed, windows }: PruneRequest,
  host: TaskHost,
): Promise<Text | undefined> {
  if (file === undefined) return undefined;
  const request: CutRequest = { text: file, context, draws, seed };
  const prepared = await prepareText(opened, mapped, request, host);
  const most = windows ?? Math.ceil(usualTokens / prepared.context);
  return { file: filesOf(host).nameOf(file), prepared, windows: Math.min(most, prepared.windows.count) };
}

async function findingsOf(
  executor: Executor,
  network: TrainedNetwork,
  text: Text | undefined,
  { dropLayers, protect }: PruneRequest,
  host: TaskHost,
): Promise<TextFindings> {
  if (!text) return { activity: undefined, dropOrder: undefined };
  const { windows } = text.prepared;
  const activity = await activations(executor, network, windows, text, host);
  requireWhole(host);
  if (dropLayers === undefined) return { activity, dropOrder: undefined };
  const droppable = droppableLayers(text.prepared.mapped, protect);
  const influences = droppable.map((layer) => ({ layer, influence: activity[layer]?.influence ?? 0 }));
  const lossWithout = async (layers: readonly number[]): Promise<number> =>
    meanOf(await lossesOf(executor, network, firstOf(text), host, layers));
  const count = dropLayers === "auto" ? Math.floor(droppable.length / 2) : dropLayers;
  return { activity, dropOrder: await layersByLoss(influences, count, lossWithout) };
}

/** The beginning of a text, by which layers are chosen. */
const firstOf = (text: Text): Text => ({
  ...text,
  windows: Math.min(text.windows, Math.ceil(tokensOfTries / text.prepared.context)),
});

/** Half of a text is not what was asked for. */
function requireWhole({ signal }: TaskHost): void {
  if (signal?.aborted) throw new InterruptedError("stopped before the text was seen");
}

async function lossesOf(
  executor: Executor,
  network: TrainedNetwork,
  { prepared, windows }: Text,
  host: TaskHost,
  layers: readonly number[] = [],
): Promise<Float64Array> {
  const without = new Set(layers.flatMap((layer) => [`layers.${layer}.attention`, `layers.${layer}.ffn`]));
  const losses = await windowLosses(executor, network, prepared.windows, { windows, without }, host);
  requireWhole(host);
  return losses;
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function aboutText({ file, prepared, windows }: Text, { activity = [] }: TextFindings): PruneOutcome["text"] {
  return {
    file,
    windows,
    context: prepared.context,
    tokenizer: prepared.tokenizer.from,
    influence: activity.map(({ layer, influence }) => ({ layer, influence })),
  };
}

/** Losses of the same windows before and after, and their differences window by window. */
function lossOutcome(
  { file, prepared, windows }: Text,
  before: Float64Array,
  after: Float64Array,
  seed: number,
): PruneOutcome["loss"] {
  const { text, context } = prepared;
  const isByte = isDecoder(prepared.mapped);
  const scale = isByte ? text.ids.length / text.bytes : 1;
  const figure = (losses: Float64Array) => {
    const interval = meanInterval(losses, { seed });
    return {
      value: scale * meanOf(losses),
      ...(interval ? { interval: interval.map((one) => scale * one) as [number, number] } : {}),
    };
  };
  return {
    file,
    windows,
    context,
    unit: isByte ? "nats a byte" : "nats a token",
    before: figure(before),
    after: figure(after),
    difference: figure(after.map((loss, window) => loss - (before[window] as number))),
  };
}
