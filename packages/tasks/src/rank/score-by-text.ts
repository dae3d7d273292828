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

/** What a network that sees no text has room for. */
const unseen = { probeSequences: 2, probeTokens: 4 };

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
  { text, seed }: SeenText,
  host: TaskHost,
): Promise<readonly Score[]> {
  const content = await filesOf(host).text(text);
  const requestOf = ({ name = "" }: Pick<Architecture, "name">): TextRequest & { leastWindows: number } => {
    const { probeSequences, probeTokens, loss } = { ...unseen, ...options } as Batch;
    return {
      ...{
        checkpoint: name,
        text,
        content,
        seed,
        draws: 1,
        hasGradients: true,
        isGuessing: loss === "tokens",
      },
      ...{ usualContext: probeTokens, contextField: "probeTokens", leastWindows: probeSequences },
    };
  };
  for (const checkpoint of checkpoints) await checkText(requestOf(checkpoint), host);
  const failures: unknown[] = [];
  const probe: Probe = {
    async run(architecture, request) {
      const asked = requestOf(architecture);
      const run = withText(asked, host, ({ executor, network, windows }) =>
        trainedProbe(executor, network, windows.batch(0, asked.leastWindows)).run(architecture, request),
      );
      run.catch((error: unknown) => failures.push(error));
      return await run;
    },
  };
  const shared = sharedProbe(probe, proxy.asks?.(options, seed) ?? []);
  const scorer = await prepareProxy(proxy, options, { seed, probe: shared });
  const scores = await scorer.scoreMany(checkpoints, host).finally(() => scorer.close?.());
  // What is wrong with a checkpoint is an error that names it, not a missing score.
  const failure = failures.find((error) => !(error instanceof InterruptedError));
  if (failure !== undefined) throw failure;
  return scores;
}

/** Options of proxies that see data. */
interface Batch {
  readonly probeSequences: number;
  readonly probeTokens: number;
  readonly loss?: string;
}
