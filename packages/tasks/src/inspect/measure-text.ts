import { meanInterval } from "@zerolm/core";
import { windowLosses } from "@zerolm/engine";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import type { InspectedText, InspectTextRequest } from "./inspect-text.js";
import { isDecoder, type OpenedText, withText } from "./with-text.js";

/**
 * Runs a checkpoint over a text, window by window, and says how well it guesses it.
 *
 * @throws what {@link withText} throws; {InterruptedError} if it was stopped before the first window
 */
export const measureText = (request: InspectTextRequest, host: TaskHost): Promise<InspectedText> =>
  withText(request, host, async (opened) => {
    const { name, mapped, tokenizer, text, context, windows, memory, network, executor } = opened;
    const losses = await windowLosses(executor, network, windows, request, host);
    return {
      name,
      family: mapped.family,
      depth: mapped.architecture.layers.length,
      text: {
        file: filesOf(host).nameOf(request.text),
        bytes: text.bytes,
        tokens: text.ids.length,
        leftOut: text.ids.length - windows.count * windows.step,
      },
      tokenizer: tokenizer.from,
      objective: isDecoder(mapped) ? "next token" : "masked tokens",
      context,
      windows: losses.length,
      windowsOfText: windows.count,
      guessed: losses.length * windows.guessed,
      draws: windows.draws,
      seed: request.seed,
      ...figuresOf(losses, request.seed, bytesPerToken(opened)),
      memory: { weightBytes: memory.weights, otherBytes: memory.activations },
      runtime: executor.name,
      ...(host.signal?.aborted ? { interrupted: true } : {}),
    };
  });

/** Of the text; nothing for an encoder, which guesses some tokens alone. */
const bytesPerToken = ({ mapped, text }: OpenedText): number | undefined =>
  isDecoder(mapped) ? text.bytes / text.ids.length : undefined;

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
