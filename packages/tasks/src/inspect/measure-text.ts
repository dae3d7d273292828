import { type MappedCheckpoint, mapCheckpoint, readTokenizer, type Tokenizer } from "@zerolm/checkpoint";
import { InputError, meanInterval, UsageError, WorkError } from "@zerolm/core";
import {
  type Executor,
  type Forward,
  forwardOf,
  maskedTokenWindows,
  missingHead,
  networkMemory,
  nextTokenWindows,
  openOnnx,
  type TextWindows,
  trainedNetwork,
  windowLosses,
  windowsAtOnce,
} from "@zerolm/engine";
import { withCheckpoint } from "../checkpoint/open.js";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { bytesText } from "../numbers.js";
import type { InspectedText, InspectTextRequest } from "./inspect-text.js";

/**
 * Runs a checkpoint over a text, window by window, and says how well it guesses it.
 *
 * @throws {InputError} for a checkpoint, tokenizer or text that cannot be used; {WorkError} for a network that cannot be run or does not fit in
 * memory; {UsageError} if no runtime is installed; {InterruptedError} if it was stopped before the first window
 */
export const measureText = (request: InspectTextRequest, host: TaskHost): Promise<InspectedText> =>
  withCheckpoint(request.checkpoint, request.lora, host, async ({ name, checkpoint }) => {
    const mapped = mapCheckpoint(checkpoint);
    const forward = forwardOf(mapped, checkpoint.config);
    checkHead(mapped, name);
    const text = await filesOf(host).text(request.text);
    const { vocabulary } = mapped.architecture.embedding;
    const tokenizer = await readTokenizer(checkpoint.folder, vocabulary);
    const read = readText(request, text, tokenizer, vocabulary, host);
    const context = contextOf(request, forward, tokenizer, host);
    const windows = windowsOf(request, mapped, tokenizer, read.ids, context, host);
    const executor = await openExecutor(host);
    try {
      const memory = memoryOf(mapped, windows, executor, host);
      const network = await trainedNetwork(checkpoint, host, mapped);
      const losses = await windowLosses(executor, network, windows, request, host);
      return {
        name,
        family: mapped.family,
        depth: mapped.architecture.layers.length,
        text: {
          file: filesOf(host).nameOf(request.text),
          bytes: read.bytes,
          tokens: read.ids.length,
          leftOut: read.ids.length - windows.count * windows.step,
        },
        tokenizer: tokenizer.from,
        objective: objectiveOf(mapped),
        context,
        windows: losses.length,
        windowsOfText: windows.count,
        guessed: losses.length * windows.guessed,
        draws: windows.draws,
        seed: request.seed,
        ...figuresOf(losses, request.seed, isDecoder(mapped) ? read.bytes / read.ids.length : undefined),
        memory: { weightBytes: memory.weights, otherBytes: memory.activations },
        runtime: executor.name,
        ...(host.signal?.aborted ? { interrupted: true } : {}),
      };
    } finally {
      await executor.close();
    }
  });

const isDecoder = ({ architecture }: MappedCheckpoint): boolean => architecture.kind === "decoder";

const objectiveOf = (mapped: MappedCheckpoint): InspectedText["objective"] =>
  isDecoder(mapped) ? "next token" : "masked tokens";

const openExecutor = async (host: TaskHost): Promise<Executor> =>
  host.executor ? await host.executor() : await openOnnx({ isSteady: true });

/** @throws {InputError} if there is no head that guesses tokens, or it was not saved */
function checkHead(mapped: MappedCheckpoint, file: string): void {
  if (mapped.architecture.head.vocabulary === "none")
    throw new InputError(
      "has no projection to the vocabulary, so that it guesses no tokens; give the checkpoint of a language model",
      { file },
    );
  const [missing] = missingHead(mapped);
  if (missing !== undefined)
    throw new InputError(
      `holds no ${missing}, part of the head that guesses tokens; give the checkpoint as it was pre-trained`,
      { file },
    );
}

/** @throws {InputError} for a text without tokens, or with tokens that the model does not have */
function readText(
  { text: path }: InspectTextRequest,
  text: string,
  tokenizer: Tokenizer,
  vocabulary: number,
  host: TaskHost,
): { readonly ids: Int32Array; readonly bytes: number } {
  const file = filesOf(host).nameOf(path);
  if (text === "") throw new InputError("is empty; give a text", { file });
  const ids = tokenizer.encode(text);
  if (ids.length === 0) throw new InputError("holds nothing that is a token; give a longer text", { file });
  for (const id of [...ids.filter((one) => one >= vocabulary), ...tokenizer.before, ...tokenizer.behind])
    if (id >= vocabulary)
      throw new InputError(
        `gives token ${id}, and the model has ${vocabulary}, from 0; it is the tokenizer of another model`,
        { file: tokenizer.from },
      );
  return { ids, bytes: new TextEncoder().encode(text).length };
}

/** Tokens in a window unless the request says. */
const usualContext = 1024;

/** @throws {UsageError} for a window that is longer than the model sees, or has no room for a token of the text */
function contextOf(
  { context: given }: InspectTextRequest,
  { maximumTokens = Number.POSITIVE_INFINITY }: Forward,
  { before, behind }: Tokenizer,
  host: TaskHost,
): number {
  const context = given ?? Math.min(usualContext, maximumTokens);
  const named = fieldName(host, "context");
  if (context > maximumTokens)
    throw new UsageError(`${named} is ${context}, and the model sees at most ${maximumTokens} tokens`);
  const marks = before.length + behind.length;
  if (context <= marks)
    throw new UsageError(
      `${named} is ${context}, and the tokenizer adds ${marks} tokens to each window; give more`,
    );
  return context;
}

/** @throws {InputError} for a text that is shorter than a window */
function windowsOf(
  { text: path, draws, seed }: InspectTextRequest,
  mapped: MappedCheckpoint,
  tokenizer: Tokenizer,
  ids: Int32Array,
  context: number,
  host: TaskHost,
): TextWindows {
  const { before, behind, mask, from } = tokenizer;
  if (!isDecoder(mapped) && mask === undefined)
    throw new InputError("has no token that hides others, which an encoder needs to guess them", {
      file: from === "bytes" ? mapped.family : from,
    });
  const windows = isDecoder(mapped)
    ? nextTokenWindows({ ids, before, behind }, context)
    : maskedTokenWindows({ ids, before, behind }, context, { mask: mask as number, draws, seed });
  if (windows.count > 0) return windows;
  const file = filesOf(host).nameOf(path);
  throw new InputError(
    `has ${ids.length} tokens, less than a window of ${context}; give a longer text or a smaller ${fieldName(host, "context")}`,
    { file },
  );
}

/** What WebAssembly can address, and leaves for a network. */
const webMemory = 4 * 2 ** 30;

/** @throws {WorkError} before anything is allocated, if the network does not fit in memory */
function memoryOf(
  { architecture }: MappedCheckpoint,
  windows: TextWindows,
  { name }: Executor,
  host: TaskHost,
): ReturnType<typeof networkMemory> {
  const { batch } = windows.batch(0, windowsAtOnce(windows));
  const memory = networkMemory(architecture, batch);
  const isWeb = name.startsWith("onnxruntime-web");
  const free = Math.min(
    host.memory?.() ?? Number.POSITIVE_INFINITY,
    isWeb ? webMemory : Number.POSITIVE_INFINITY,
  );
  const needed = memory.weights + memory.activations;
  if (needed <= free) return memory;
  const advice =
    isWeb && free === webMemory
      ? "install onnxruntime-node, which has no such limit"
      : "free memory, or take a smaller model";
  throw new WorkError(
    `running the network takes about ${bytesText(needed)} of memory, ${bytesText(memory.weights)} of them for weights in 32 bits, and ${bytesText(free)} are there; ${advice}`,
  );
}

/** Bits in a nat. */
const bits = 1 / Math.LN2;

/**
 * Figures of the mean loss, each with the interval of the same resamples.
 *
 * @param bytesPerToken of the text; nothing if a byte is no measure
 */
function figuresOf(losses: Float64Array, seed: number, bytesPerToken: number | undefined) {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const interval = meanInterval(losses, { seed });
  const figure = (of: (nats: number) => number) => ({
    value: of(mean),
    ...(interval ? { interval: [of(interval[0]), of(interval[1])] as [number, number] } : {}),
  });
  return {
    natsPerToken: figure((nats) => nats),
    bitsPerToken: figure((nats) => nats * bits),
    ...(bytesPerToken === undefined
      ? {}
      : {
          natsPerByte: figure((nats) => nats / bytesPerToken),
          bitsPerByte: figure((nats) => (nats * bits) / bytesPerToken),
        }),
    perplexity: figure(Math.exp),
  };
}
