import {
  type Checkpoint,
  type MappedCheckpoint,
  mapCheckpoint,
  readTokenizer,
  type Tokenizer,
} from "@zerolm/checkpoint";
import { InputError, UsageError, WorkError } from "@zerolm/core";
import {
  type Executor,
  type Forward,
  forwardOf,
  maskedTokenWindows,
  missingHead,
  type NetworkMemory,
  networkMemory,
  nextTokenWindows,
  openOnnx,
  type TextWindows,
  type TrainedNetwork,
  trainedNetwork,
  windowsAtOnce,
} from "@zerolm/engine";
import { type Opened, withCheckpoint } from "../checkpoint/open.js";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { bytesText } from "../numbers.js";
import type { InspectTextRequest } from "./inspect-text.js";

/** A text in the tokens of a checkpoint, cut into windows. No weights are read yet. */
export interface PreparedText {
  readonly mapped: MappedCheckpoint;
  readonly tokenizer: Tokenizer;
  readonly text: { readonly ids: Int32Array; readonly bytes: number };
  /** Tokens in a window. */
  readonly context: number;
  readonly windows: TextWindows;
}

/** A trained network and a text in its tokens, cut into windows. */
export interface OpenedText extends PreparedText {
  /** What messages call the checkpoint. */
  readonly name: string;
  readonly memory: NetworkMemory;
  readonly network: TrainedNetwork;
  readonly executor: Executor;
}

/** Which text, and how it is cut. */
export interface CutRequest extends Pick<InspectTextRequest, "text" | "context" | "draws" | "seed"> {
  /** The text itself, if it was read before. Default: it is read. */
  readonly content?: string | undefined;
  /** Tokens in a window unless `context` says, as far as the model sees so many. Default: 1,024. */
  readonly usualContext?: number | undefined;
  /** What messages call the field that makes windows shorter. Default: context. */
  readonly contextField?: string | undefined;
  /** Windows that the text has to have. Default: 1. */
  readonly leastWindows?: number | undefined;
  /** Whether gradients are taken, of that many windows at once. Default: false. */
  readonly hasGradients?: boolean | undefined;
  /** Whether tokens are guessed, which takes a head. Default: true. */
  readonly isGuessing?: boolean | undefined;
}

/** What is opened, and how the text is cut. */
export type TextRequest = CutRequest & Pick<InspectTextRequest, "checkpoint" | "lora">;

/**
 * Does something with a trained network and a text, both of which are checked before weights are read.
 *
 * @throws {InputError} for a checkpoint, tokenizer or text that cannot be used; {WorkError} for a network that cannot be run or does not fit in
 * memory; {UsageError} if no runtime is installed
 */
export const withText = <Answer>(
  request: TextRequest,
  host: TaskHost,
  use: (opened: OpenedText) => Promise<Answer>,
): Promise<Answer> =>
  withCheckedText(request, host, async (checked, checkpoint) =>
    use({ ...checked, network: await trainedNetwork(checkpoint, host, checked.mapped) }),
  );

/**
 * Checks all that {@link withText} checks before it reads weights.
 *
 * @throws what that throws
 */
export const checkText = (request: TextRequest, host: TaskHost): Promise<void> =>
  withCheckedText(request, host, async () => undefined);

const withCheckedText = <Answer>(
  request: TextRequest,
  host: TaskHost,
  use: (checked: Omit<OpenedText, "network">, checkpoint: Checkpoint) => Promise<Answer>,
): Promise<Answer> =>
  withCheckpoint(request.checkpoint, request.lora, host, async (opened) => {
    const { name, checkpoint } = opened;
    const prepared = await prepareText(opened, mapCheckpoint(checkpoint), request, host);
    return await withExecutor(host, async (executor) => {
      const memory = requireMemory(prepared, request, executor, host);
      return await use({ ...prepared, name, memory, executor }, checkpoint);
    });
  });

/**
 * A text for a checkpoint that is open.
 *
 * @throws {InputError} for a checkpoint, tokenizer or text that cannot be used; {WorkError} for a network that cannot be run
 */
export async function prepareText(
  { name, checkpoint }: Opened,
  mapped: MappedCheckpoint,
  request: CutRequest,
  host: TaskHost,
): Promise<PreparedText> {
  const forward = forwardOf(mapped, checkpoint.config);
  if (request.isGuessing ?? true) checkHead(mapped, name);
  const given = request.content ?? (await filesOf(host).text(request.text));
  const { vocabulary } = mapped.architecture.embedding;
  const tokenizer = await readTokenizer(checkpoint.folder, vocabulary);
  const text = readText(request, given, tokenizer, vocabulary, host);
  const context = contextOf(request, forward, tokenizer, host);
  const windows = windowsOf(request, mapped, tokenizer, text.ids, context, host);
  return { mapped, tokenizer, text, context, windows };
}

/** Does something with what runs networks, which is closed behind it. */
export async function withExecutor<Answer>(
  host: TaskHost,
  use: (executor: Executor) => Promise<Answer>,
): Promise<Answer> {
  const executor = host.executor ? await host.executor() : await openOnnx({ isSteady: true });
  try {
    return await use(executor);
  } finally {
    await executor.close();
  }
}

/** Whether each token is guessed from those before it. */
export const isDecoder = ({ architecture }: MappedCheckpoint): boolean => architecture.kind === "decoder";

/** @throws {InputError} if there is no head that guesses tokens, or it was not saved */
function checkHead(mapped: MappedCheckpoint, file: string): void {
  if (mapped.architecture.head.vocabulary === "none")
    throw new InputError(
      "has no projection to the vocabulary, so it cannot predict tokens. Give the checkpoint of a language model.",
      { file },
    );
  const [missing] = missingHead(mapped);
  if (missing !== undefined)
    throw new InputError(
      `holds no ${missing}, part of the head that predicts tokens. Give the checkpoint as it was pre-trained.`,
      { file },
    );
}

/** @throws {InputError} for a text without tokens, or with tokens that the model does not have */
function readText(
  { text: path }: CutRequest,
  text: string,
  tokenizer: Tokenizer,
  vocabulary: number,
  host: TaskHost,
): { readonly ids: Int32Array; readonly bytes: number } {
  const file = filesOf(host).nameOf(path);
  if (text === "") throw new InputError("is empty. Give a text.", { file });
  const ids = tokenizer.encode(text);
  if (ids.length === 0) throw new InputError("holds no token. Give a longer text.", { file });
  for (const id of [...ids.filter((one) => one >= vocabulary), ...tokenizer.before, ...tokenizer.behind])
    if (id >= vocabulary)
      throw new InputError(
        `gives token ${id}, but the model has only ${vocabulary} tokens. It is the tokenizer of another model.`,
        { file: tokenizer.from },
      );
  return { ids, bytes: new TextEncoder().encode(text).length };
}

/** Tokens in a window unless the request says. */
const defaultContext = 1024;

/** @throws {UsageError} for a window that is longer than the model sees, or has no room for a token of the text */
function contextOf(
  { context: given, usualContext = defaultContext, contextField = "context" }: CutRequest,
  { maximumTokens = Number.POSITIVE_INFINITY }: Forward,
  { before, behind }: Tokenizer,
  host: TaskHost,
): number {
  const context = given ?? Math.min(usualContext, maximumTokens);
  const named = fieldName(host, contextField);
  if (context > maximumTokens)
    throw new UsageError(`${named} is ${context}, but the model sees at most ${maximumTokens} tokens`);
  const marks = before.length + behind.length;
  if (context <= marks)
    throw new UsageError(
      `${named} is ${context}, but the tokenizer adds ${marks} tokens to each window. Give more.`,
    );
  return context;
}

/** @throws {InputError} for a text that is shorter than a window */
function windowsOf(
  { text: path, draws, seed, contextField = "context", leastWindows = 1 }: CutRequest,
  mapped: MappedCheckpoint,
  tokenizer: Tokenizer,
  ids: Int32Array,
  context: number,
  host: TaskHost,
): TextWindows {
  const { before, behind, mask, from } = tokenizer;
  if (!isDecoder(mapped) && mask === undefined)
    throw new InputError("has no mask token, which an encoder needs to predict hidden tokens", {
      file: from === "bytes" ? mapped.family : from,
    });
  const windows = isDecoder(mapped)
    ? nextTokenWindows({ ids, before, behind }, context)
    : maskedTokenWindows({ ids, before, behind }, context, { mask: mask as number, draws, seed });
  if (windows.count >= leastWindows) return windows;
  const file = filesOf(host).nameOf(path);
  const needed = leastWindows > 1 ? `${leastWindows} windows` : "a window";
  throw new InputError(
    `has ${ids.length} tokens, fewer than ${needed} of ${context}. Give a longer text or a smaller ${fieldName(host, contextField)}.`,
    { file },
  );
}

/** What WebAssembly can address, and leaves for a network. */
const webMemory = 4 * 2 ** 30;

/** @throws {WorkError} before anything is allocated, if the network does not fit in memory */
export function requireMemory(
  { mapped: { architecture }, windows }: PreparedText,
  { leastWindows, hasGradients }: Pick<CutRequest, "leastWindows" | "hasGradients">,
  { name }: Executor,
  host: TaskHost,
): NetworkMemory {
  const { batch } = windows.batch(0, leastWindows ?? windowsAtOnce(windows));
  const memory = networkMemory(architecture, batch);
  const isWeb = name.startsWith("onnxruntime-web");
  const free = Math.min(
    host.memory?.() ?? Number.POSITIVE_INFINITY,
    isWeb ? webMemory : Number.POSITIVE_INFINITY,
  );
  const needed = memory.weights + memory.activations + (hasGradients ? memory.gradients : 0);
  if (needed <= free) return memory;
  const advice =
    isWeb && free === webMemory
      ? "Install onnxruntime-node, which has no such limit."
      : "Free memory, or use a smaller model.";
  throw new WorkError(
    `running the network takes about ${bytesText(needed)} of memory, ${bytesText(memory.weights)} of them for weights in 32 bits, but only ${bytesText(free)} are free. ${advice}`,
  );
}
