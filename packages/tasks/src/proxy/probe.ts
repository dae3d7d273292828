import {
  type OptionValues,
  type Probe,
  type ProbeRequest,
  type Proxy,
  prepareProxy,
  type Scorer,
  sharedProbe,
} from "@zerolm/core";
import type { TaskHost, Workers } from "../host.js";
import { cachedProbe } from "./cached-probe.js";
import { fittingProbe } from "./fitting-probe.js";

/** A proxy with its options as they were parsed. */
export interface AskingProxy {
  readonly proxy: Proxy;
  readonly options: OptionValues;
}

/** What is to run: proxies, the seed, and about how many networks each is to score. */
export interface Probing {
  readonly proxies: readonly AskingProxy[];
  readonly seed: number;
  readonly networks: number;
}

/**
 * Does something with what runs networks, if one of some proxies needs it, and releases it. Each network runs once for all of them. The engine is
 * loaded for this alone.
 *
 * @throws {UsageError} that says what to install if nothing runs networks here
 */
export async function withProbe<Result>(
  probing: Probing,
  host: TaskHost,
  use: (probe: Probe | undefined) => Promise<Result>,
): Promise<Result> {
  const asking = probing.proxies.filter(({ proxy }) => proxy.needs === "network");
  if (asking.length === 0) return await use(undefined);
  const probe = await openProbe(probing, host);
  try {
    return await use(sharedProbe(probe, requestsOf(probing)));
  } finally {
    await probe.close?.();
  }
}

/**
 * A scorer with what runs networks, if its proxy needs it, released with the scorer.
 *
 * @param networks about how many it is to score at most. Default: one at a time
 * @throws {UsageError} as {@link withProbe}
 */
export async function prepareHere(
  proxy: Proxy,
  options: OptionValues,
  seed: number,
  host: TaskHost,
  networks = 1,
): Promise<Scorer> {
  if (proxy.needs !== "network") return await prepareProxy(proxy, options, { seed });
  const probing = { proxies: [{ proxy, options }], seed, networks };
  const opened = await openProbe(probing, host);
  const requests = requestsOf(probing);
  const probe = requests.length > 1 ? sharedProbe(opened, requests) : opened;
  const scorer = await prepareProxy(proxy, options, { seed, probe });
  const close = async (): Promise<void> => {
    await scorer.close?.();
    await opened.close?.();
  };
  return { ...scorer, close };
}

const requestsOf = ({ proxies, seed }: Probing): ProbeRequest[] =>
  proxies.flatMap(({ proxy, options }) => proxy.asks?.(options, seed) ?? []);

/** Threads take about half a second to start and to load the runtime; for fewer networks than this one thread is quicker. */
const worthThreads = 16;

async function openProbe({ networks }: Probing, host: TaskHost): Promise<ClosingProbe> {
  const { findRuntime, probeMemory } = await import("@zerolm/engine");
  if (host.probe) return fittingProbe(await host.probe(), probeMemory, host);
  const runtime = await findRuntime();
  const probe = fittingProbe(await openRunner(networks, host), probeMemory, host);
  return host.results ? cachedProbe(probe, host.results, runtime.name) : probe;
}

/** Threads if there are any and they are worth it, else this one. */
async function openRunner(networks: number, host: TaskHost): Promise<ClosingProbe> {
  const workers = networks < worthThreads ? undefined : await host.workers?.(networks);
  if (!workers) {
    const { networkProbe, openOnnx } = await import("@zerolm/engine");
    return networkProbe(await openOnnx());
  }
  return probeOnThreads(workers);
}

/** Runs networks on threads, one each. */
const probeOnThreads = (workers: Workers): ClosingProbe => ({
  atOnce: workers.count,
  run: (architecture, request, { signal } = {}) => workers.run("probe", { architecture, request }, signal),
  close: () => workers.close(),
});

/** A probe that may hold something. */
export interface ClosingProbe extends Probe {
  readonly close?: (() => Promise<void>) | undefined;
}
