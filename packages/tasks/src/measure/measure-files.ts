import { type Architecture, architectureDocument, cost, type Score } from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { loadProxy } from "../proxy/load-proxy.js";
import { prepareHere } from "../proxy/probe.js";
import type { MeasureOutcome, MeasureRequest } from "./measure.js";
import { measuredFiles } from "./measured-files.js";
import { protocolOf, timed } from "./timed.js";

/**
 * Measures how long the networks of files take.
 *
 * @throws what `timed` throws; {InputError} for a file that cannot be read
 */
export async function measureFiles(
  { files, proxy, ...timing }: MeasureRequest,
  host: TaskHost,
): Promise<MeasureOutcome> {
  const read = await measuredFiles(files, host);
  const architectures = read.map(({ architecture }) => architecture);
  const scored = await scoresOf(architectures, proxy, timing.seed, host);
  const found = await timed(architectures, timing, host);
  return {
    ...protocolOf(found, timing, host),
    proxy: scored.proxy,
    networks: read.map(({ name, architecture }, index) => ({
      name,
      ...scoreField(scored.scores[index]),
      parameters: cost(architecture).parameters.total,
      ...latencyOf(found, index),
      architecture: architectureDocument(architecture),
    })),
  };
}

const latencyOf = ({ networks, anchor }: Awaited<ReturnType<typeof timed>>, index: number) =>
  networks[index] ?? anchor;

const scoreField = (score: Score | undefined): { readonly score?: number } =>
  score === undefined || Number.isNaN(score.value) ? {} : { score: score.value };

async function scoresOf(
  architectures: readonly Architecture[],
  words: string,
  seed: number,
  host: TaskHost,
): Promise<{ readonly proxy: string; readonly scores: readonly Score[] }> {
  const { proxy } = await loadProxy(words, host);
  const scorer = await prepareHere(proxy, {}, seed, host, architectures.length);
  try {
    return { proxy: proxy.name, scores: await scorer.scoreMany(architectures, host) };
  } finally {
    await scorer.close?.();
  }
}
