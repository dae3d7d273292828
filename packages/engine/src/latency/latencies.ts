import {
  type Architecture,
  type Host,
  type Interval,
  quantile,
  quantileInterval,
  resolveArchitecture,
} from "@zerolm/core";
import { findRuntime, type RuntimePackage } from "../backend/onnx/runtime.js";
import { NormalPool } from "../weights/normal-pool.js";
import { interleaved, type Rounds, type Timed } from "./interleaved.js";
import { type LatencyPass, type LatencySession, latencySession } from "./latency-session.js";

/*
 * The protocol of measuring, by experiments on a busy machine with 30 decoders: one architecture after another, two runs agree τ .92 at best; in turn, halves
 * of the rounds agree τ .987 for a text and .95 for a token. So networks are timed in turn, and a small network that is timed in every round, the anchor,
 * shows whether the machine became faster or slower meanwhile.
 */

/** How long something takes, in seconds. */
export interface Figures {
  readonly median: number;
  readonly p20: number;
  /** 95 % bootstrap intervals over rounds. Missing for a single round. */
  readonly medianInterval?: Interval | undefined;
  readonly p20Interval?: Interval | undefined;
}

/** How long the passes of a network take. */
export interface Latency {
  readonly prefill: Figures;
  readonly decode?: Figures | undefined;
}

/** How networks are timed. */
export interface LatencyOptions extends Rounds, Partial<LatencyPass> {
  /** Threads of a run. Default: 1. */
  readonly threads?: number | undefined;
  /** Default: the native runtime, else WebAssembly. */
  readonly packages?: readonly RuntimePackage[] | undefined;
  /** Of the bootstrap. Default: 0. */
  readonly seed?: number | undefined;
}

/** What was timed, and how still the machine was. */
export interface Latencies {
  /** In the order of the architectures. */
  readonly networks: readonly Latency[];
  readonly anchor: Latency;
  /** How far the median of the anchor moved from the first to the second half of the rounds: the larger of both passes. */
  readonly drift: number;
  /** How often all was timed, because the anchor moved. */
  readonly attempts: number;
  readonly rounds: number;
  /** What ran them, such as `onnxruntime-node 1.30.0`. */
  readonly runtime: string;
}

/** Passes that are timed unless the options say otherwise. */
export const defaultPass: LatencyPass = { tokens: 128, cache: 256, batch: 1 };

/** An anchor that moves more than this is timed again. */
export const largestDrift = 0.05;

const mostAttempts = 3;

/**
 * Times networks in turn, all of them loaded at once, with random weights.
 *
 * @throws {WorkError} for a network that cannot be run; {UsageError} if no runtime is installed; {InterruptedError} if the host stops it early
 * @example
 * const { networks } = await latencies([architecture], { tokens: 128, cache: 256 });
 * networks[0].decode.median; // seconds a token
 */
export async function latencies(
  architectures: readonly Architecture[],
  options: LatencyOptions = {},
  host: Host = {},
): Promise<Latencies> {
  const { threads = 1, packages, seed = 0 } = options;
  const found = await findRuntime(packages, threads);
  const runtime = { found, threads, pool: new NormalPool(0) };
  const sessions: LatencySession[] = [];
  try {
    for (const architecture of [anchor(), ...architectures])
      sessions.push(await latencySession(architecture, fitting(architecture, options), runtime));
    return { ...(await steadily(sessions, options, seed, host)), runtime: found.name };
  } finally {
    for (const session of sessions) await session.close();
  }
}

/** Passes as far as an architecture has positions for them. */
function fitting({ embedding: { positions } }: Architecture, options: LatencyOptions): LatencyPass {
  const { tokens = defaultPass.tokens, cache = defaultPass.cache, batch = defaultPass.batch } = options;
  const most = positions > 0 ? positions : Number.POSITIVE_INFINITY;
  return { tokens: Math.min(tokens, most), cache: Math.min(cache, most - 1), batch };
}

/** The passes of all sessions; again if the anchor moved, as often as three times, and then those with which it moved least. */
async function steadily(
  sessions: readonly LatencySession[],
  options: LatencyOptions,
  seed: number,
  host: Host,
): Promise<Omit<Latencies, "runtime">> {
  const passes = sessions.flatMap(({ prefill, decode }): Timed[] => [prefill, ...(decode ? [decode] : [])]);
  let best: Omit<Latencies, "runtime" | "attempts"> | undefined;
  let attempts = 0;
  do {
    const timed = figuresOf(sessions, await interleaved(passes, options, host), seed);
    attempts++;
    if (!best || timed.drift < best.drift) best = timed;
  } while (best.drift > largestDrift && attempts < mostAttempts && !host.signal?.aborted);
  return { ...best, attempts };
}

function figuresOf(
  sessions: readonly LatencySession[],
  seconds: readonly Float64Array[],
  seed: number,
): Omit<Latencies, "runtime" | "attempts"> {
  const rest = seconds.values();
  const next = (): Float64Array => rest.next().value ?? new Float64Array(0);
  const raw = sessions.map(({ decode }) => ({ prefill: next(), decode: decode && next() }));
  const [first, ...networks] = raw.map(
    ({ prefill, decode }): Latency => ({
      prefill: figures(prefill, seed),
      ...(decode ? { decode: figures(decode, seed) } : {}),
    }),
  );
  const [ofAnchor] = raw;
  const drift = Math.max(driftOf(ofAnchor.prefill), ofAnchor.decode ? driftOf(ofAnchor.decode) : 0);
  return { anchor: first, networks, drift, rounds: ofAnchor.prefill.length };
}

/** The figures of some times. */
export const figures = (seconds: Float64Array, seed: number): Figures => ({
  median: quantile(seconds, 0.5),
  p20: quantile(seconds, 0.2),
  medianInterval: quantileInterval(seconds, 0.5, { seed }),
  p20Interval: quantileInterval(seconds, 0.2, { seed }),
});

function driftOf(seconds: Float64Array): number {
  const half = Math.floor(seconds.length / 2);
  if (half === 0) return 0;
  return Math.abs(quantile(seconds.subarray(half), 0.5) / quantile(seconds.subarray(0, half), 0.5) - 1);
}

/** A Llama of four layers. It never changes, so that times of two machines can be compared by it. */
function anchor(): Architecture {
  const layer = {
    mixer: { kind: "attention", heads: 4, keyValueHeads: 2, bias: "none" },
    ffn: { kind: "gated", width: 704 },
  };
  const { value } = resolveArchitecture({
    kind: "decoder",
    hidden: 256,
    norm: "rms",
    embedding: { vocabulary: 8192 },
    finalNorm: true,
    head: { vocabulary: "tied" },
    layers: [{ ...layer, repeat: 4 }],
  });
  if (!value) throw new RangeError("the anchor is not an architecture");
  return value;
}
