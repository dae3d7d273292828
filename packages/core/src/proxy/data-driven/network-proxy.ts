import { z } from "zod";
import type { Architecture } from "../../architecture/architecture.js";
import type { Initialiser } from "../../architecture/initialiser.js";
import { pacedReport } from "../../host.js";
import { checkedScore, failedScore, stopped } from "../checked-score.js";
import { defaultStd } from "../initialiser-option.js";
import type { ProbeReading, ProbeReadings, ProbeRequest, ProbeStatistic } from "../probe.js";
import type { Proxy, Score, Scorer } from "../proxy.js";

const batchOptions = {
  probeSequences: z
    .int()
    .min(2)
    .max(1024)
    .default(8)
    .describe("number of input sequences (random tokens) or images (noise) for data-driven proxies"),
  probeTokens: z
    .int()
    .min(2)
    .max(65_536)
    .default(64)
    .describe("tokens in each input sequence, at most the learned positions of the network"),
};

const lossOption = z
  .enum(["cotangent", "tokens"])
  .default("cotangent")
  .describe(
    "the loss to differentiate: cotangent (a fixed random combination of the last hidden states) or tokens (the cross-entropy of 15 % of the tokens, masked in an encoder, next in a decoder)",
  );

const withLoss = z.strictObject({ ...batchOptions, loss: lossOption });
const withoutLoss = z.strictObject(batchOptions);
const none = z.strictObject({});
const anyOf = withLoss.partial();

/** One scale for all architectures, whatever their files say. */
const initialiser: Initialiser = { kind: "normal", std: defaultStd };

/** A proxy as a formula over what a network gives. */
export interface NetworkDefinition {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly tunedOn?: string | undefined;
  /**
   * What is differentiated: `asked` by an option, `none` if nothing is, `sum` of a network that is made linear. With `weights` the network is
   * not even run. What it is given is no option of the last two, since it changes nothing.
   */
  readonly loss: "asked" | "none" | "sum" | "weights";
  readonly statistics: Readonly<Record<string, ProbeStatistic>>;
  readonly score: (readings: ProbeReadings, architecture: Architecture) => number;
}

/**
 * A proxy that needs a network that runs.
 *
 * @example
 * const statistics = { norm: { of: "gradient", reduce: "norm" } } as const;
 * networkProxy({ ...words, loss: "asked", statistics, score: ({ norm }) => sumOfReadings(norm) });
 */
export function networkProxy(definition: NetworkDefinition): Proxy {
  const { name, summary, source, tunedOn } = definition;
  const options = { asked: withLoss, none: withoutLoss, sum: none, weights: none }[definition.loss];
  return {
    ...{ name, summary, source, options, needs: "network" },
    ...(tunedOn === undefined ? {} : { tunedOn }),
    asks: (given, seed) => [requestOf(definition, anyOf.parse(given), seed)],
    prepare: async (given, { probe, seed }): Promise<Scorer> => {
      const request = requestOf(definition, anyOf.parse(given), seed);
      const score = async (architecture: Architecture): Promise<Score> => {
        const readings = await probe?.run({ ...architecture, initialiser }, request);
        return checkedScore(readings && definition.score(readings, architecture));
      };
      const atOnce = probe?.atOnce ?? 1;
      return {
        atOnce,
        scoreMany: (architectures, host) => scoreAbreast(score, atOnce, architectures, host),
      };
    },
  };
}

function requestOf(
  { loss, statistics }: NetworkDefinition,
  { loss: asked = "cotangent", probeSequences, probeTokens }: z.output<typeof anyOf>,
  seed: number | undefined,
): ProbeRequest {
  const batch = { sequences: probeSequences ?? 2, tokens: probeTokens ?? 2 };
  if (loss === "sum") return { loss, statistics, linearised: true, batch, seed };
  return { loss: asked, statistics, batch, seed };
}

/** As many at once as the probe runs. A network that fails has no score, and no one that was left when the host stopped the work. */
async function scoreAbreast(
  score: (architecture: Architecture) => Promise<Score>,
  atOnce: number,
  architectures: readonly Architecture[],
  host: Parameters<Scorer["scoreMany"]>[1] = {},
): Promise<Score[]> {
  const scores = new Array<Score>(architectures.length).fill(stopped);
  const report = pacedReport(host);
  const left = architectures.entries();
  let done = 0;
  const scoreNext = async (): Promise<void> => {
    // All take from the one iterator, so that each architecture is scored once.
    for (const [index, architecture] of left) {
      if (host.signal?.aborted) break;
      scores[index] = await score(architecture).catch(failedScore);
      await report({ done: ++done, total: architectures.length, what: "running networks" });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, architectures.length) }, scoreNext));
  return scores;
}

/** The sum of readings that are one number each, optionally of those whose name is wanted. */
export const sumOfReadings = (
  readings: readonly ProbeReading[] = [],
  isWanted: (name: string) => boolean = () => true,
): number => readings.reduce((sum, { name, values }) => sum + (isWanted(name) ? (values[0] ?? 0) : 0), 0);
