import { type Architecture, cost, UsageError, WorkError } from "@zerolm/core";
import { type Latencies, largestDrift, latencies } from "@zerolm/engine";
import { z } from "zod";
import { version } from "../../package.json";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { bytesText } from "../numbers.js";
import { protocolFields, timingFields } from "./measure-schema.js";

const timing = z.object(timingFields);
const protocol = z.object(protocolFields);

/** How networks are timed. */
export type Timing = z.output<typeof timing>;

/** How it was measured. */
export type Protocol = z.output<typeof protocol>;

const packages = { native: ["onnxruntime-node"], wasm: ["onnxruntime-web"] } as const;

/**
 * Times networks side by side.
 *
 * @throws {UsageError} for a text that is longer than one of them sees; {WorkError} if they do not fit in memory together
 */
export async function timed(
  architectures: readonly Architecture[],
  { runtime, ...timing }: Timing,
  host: TaskHost,
): Promise<Latencies> {
  for (const architecture of architectures) refuseLongText(architecture, timing, host);
  requireMemory(architectures, host);
  return await latencies(architectures, { ...timing, packages: runtime && packages[runtime] }, host);
}

function refuseLongText(
  { name, embedding: { positions, vocabulary } }: Architecture,
  { tokens, cache }: Pick<Timing, "tokens" | "cache">,
  host: TaskHost,
): void {
  if (vocabulary === 0 || positions === 0) return;
  const [key, asked] = tokens > cache ? (["tokens", tokens] as const) : (["cache", cache + 1] as const);
  if (asked > positions)
    throw new UsageError(
      `${name ?? "an architecture"} sees at most ${positions} tokens, and ${asked} were asked for; give a smaller ${fieldName(host, key)}`,
    );
}

/** The weights of a session, and the model that it is made from while it opens. */
const copies = 2;

function requireMemory(architectures: readonly Architecture[], { memory }: TaskHost): void {
  const weights = architectures.map((one) => cost(one).weightBytes);
  const needed = weights.reduce((sum, bytes) => sum + copies * bytes, 0);
  const free = memory?.() ?? Number.POSITIVE_INFINITY;
  if (needed > free)
    throw new WorkError(
      `timing ${architectures.length} networks side by side takes about ${bytesText(needed)} of memory, and ${bytesText(free)} are there; measure fewer or smaller ones at a time`,
    );
}

/** What every outcome says of how it was measured. */
export const protocolOf = (
  { anchor, drift, attempts, rounds, runtime }: Latencies,
  { threads, tokens, cache, batch, seed }: Timing,
  { machine }: TaskHost,
): Protocol => ({
  ...(machine ? { machine: machine() } : {}),
  ...{ runtime, zerolm: version, threads, tokens, cache, batch, rounds, anchor, drift },
  isSteady: drift <= largestDrift,
  ...{ attempts, seed },
});
