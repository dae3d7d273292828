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

/**
 * Times networks in as few groups as fit in memory; the drift is that of the anchor within and between groups.
 *
 * @throws as {@link timed}
 */
export async function timedInGroups(
  architectures: readonly Architecture[],
  timing: Timing,
  host: TaskHost,
): Promise<Latencies> {
  const found: Latencies[] = [];
  for (const group of groupsOf(architectures, host)) found.push(await timed(group, timing, host));
  const [first, ...others] = found;
  if (!first) throw new WorkError("there is no network to time");
  const anchors = found.map(({ anchor }) => anchor.prefill.median);
  const between = Math.max(...anchors) / Math.min(...anchors) - 1;
  return {
    ...first,
    networks: [first, ...others].flatMap(({ networks }) => networks),
    drift: Math.max(between, ...found.map(({ drift }) => drift)),
    attempts: Math.max(...found.map(({ attempts }) => attempts)),
  };
}

/** A share of the free memory: the rest is for the model that is being opened, and for what networks make of their input. */
const usedShare = 0.85;

function groupsOf(architectures: readonly Architecture[], { memory }: TaskHost): Architecture[][] {
  const room = usedShare * (memory?.() ?? Number.POSITIVE_INFINITY);
  const groups: Architecture[][] = [];
  let left = 0;
  for (const architecture of architectures) {
    const bytes = copies * cost(architecture).weightBytes;
    const last = groups.at(-1);
    if (last && bytes <= left) last.push(architecture);
    else {
      groups.push([architecture]);
      left = room;
    }
    left -= bytes;
  }
  return groups;
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
      `${name ?? "an architecture"} sees at most ${positions} tokens, but ${asked} were requested. Give a smaller ${fieldName(host, key)}.`,
    );
}

/** Weights, and matrices packed for their product beside them: a process that held 70 decoders of 40M parameters had 1.5 times their bytes. */
const copies = 1.5;

function requireMemory(architectures: readonly Architecture[], { memory }: TaskHost): void {
  const weights = architectures.map((one) => cost(one).weightBytes);
  const needed = weights.reduce((sum, bytes) => sum + copies * bytes, 0);
  const free = memory?.() ?? Number.POSITIVE_INFINITY;
  if (needed > free)
    throw new WorkError(
      `timing ${architectures.length} networks side by side takes about ${bytesText(needed)} of memory, but only ${bytesText(free)} are free. Measure fewer or smaller ones at a time.`,
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
