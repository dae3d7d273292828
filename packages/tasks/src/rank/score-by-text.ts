import {
  type Architecture,
  InterruptedError,
  type OptionValues,
  type Probe,
  type Proxy,
  prepareProxy,
  type Score,
  sharedProbe,
} from "@zerolm/core";
import { trainedProbe } from "@zerolm/engine";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { checkText, type TextRequest, withText } from "../inspect/with-text.js";

/** What networks see. */
export interface SeenText {
  /** The path of a text. */
  readonly text: string;
  /** Of hidden tokens, and of all noise. */
  readonly seed: number;
}

/**
 * The scores of checkpoints that run over a text with their own weights; missing ones of those that were left when the host stopped it.
 *
 * @param checkpoints architectures that are called by the paths of their checkpoints
 * @param options of the proxy, as they were parsed
 * @throws what {@link withText} throws, before anything runs as far as weights need not be read for it
 */
export async function scoresByText(
  checkpoints: readonly Architecture[],
  proxy: Proxy,
  options: OptionValues,
  seen: SeenText,
  host: TaskHost,
): Promise<readonly Score[]> {
  const content = await filesOf(host).text(seen.text);
  const requestOf = ({ name = "" }: Architecture): BatchRequest => ({
    ...{ checkpoint: name, content, ...seen, draws: 1, hasGradients: true },
    ...batchOf(options),
  });
  for (const checkpoint of checkpoints) await checkText(requestOf(checkpoint), host);
  const failures: unknown[] = [];
  const probe = checkpointProbe(requestOf, failures, host);
  const shared = sharedProbe(probe, proxy.asks?.(options, seen.seed) ?? []);
  const scorer = await prepareProxy(proxy, options, { seed: seen.seed, probe: shared });
  const scores = await scorer.scoreMany(checkpoints, host).finally(() => scorer.close?.());
  // What is wrong with a checkpoint is an error that names it, not a missing score.
  const failure = failures.find((error) => !(error instanceof InterruptedError));
  if (failure !== undefined) throw failure;
  return scores;
}

/** What is opened of a checkpoint, and how many windows its network sees at once. */
type BatchRequest = TextRequest & { readonly leastWindows: number };

/** What a network has room for whose proxy sees no text, and has no options for it. */
const unseen = { probeSequences: 2, probeTokens: 4 };

function batchOf(options: OptionValues) {
  const { probeSequences, probeTokens, loss } = { ...unseen, loss: "", ...options };
  return {
    ...{ leastWindows: probeSequences, usualContext: probeTokens, contextField: "probeTokens" },
    isGuessing: loss === "tokens",
  };
}

/** Runs checkpoints, each open while it runs; what they throw is kept. */
const checkpointProbe = (
  requestOf: (architecture: Architecture) => BatchRequest,
  failures: unknown[],
  host: TaskHost,
): Probe => ({
  async run(architecture, request) {
    const asked = requestOf(architecture);
    const running = withText(asked, host, ({ executor, network, windows }) =>
      trainedProbe(executor, network, windows.batch(0, asked.leastWindows)).run(architecture, request),
    );
    running.catch((error: unknown) => failures.push(error));
    return await running;
  },
});
