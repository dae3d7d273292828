import { type OptionValues, type Probe, type Proxy, prepareProxy, type Scorer } from "@zerolm/core";
import type { TaskHost } from "../host.js";

/**
 * Does something with what runs networks, if one of some proxies needs it, and releases it. The engine is loaded for this alone.
 *
 * @throws {UsageError} that says what to install if nothing runs networks here
 */
export async function withProbe<Result>(
  proxies: readonly Pick<Proxy, "needs">[],
  host: TaskHost,
  use: (probe: Probe | undefined) => Promise<Result>,
): Promise<Result> {
  if (!proxies.some(({ needs }) => needs === "network")) return await use(undefined);
  const probe = await openProbe(host);
  try {
    return await use(probe);
  } finally {
    await probe.close?.();
  }
}

/**
 * A scorer with what runs networks, if its proxy needs it, released with the scorer.
 *
 * @throws {UsageError} as {@link withProbe}
 */
export async function prepareHere(
  proxy: Proxy,
  options: OptionValues,
  seed: number,
  host: TaskHost,
): Promise<Scorer> {
  if (proxy.needs !== "network") return await prepareProxy(proxy, options, { seed });
  const probe = await openProbe(host);
  const scorer = await prepareProxy(proxy, options, { seed, probe });
  const close = async (): Promise<void> => {
    await scorer.close?.();
    await probe.close?.();
  };
  return { ...scorer, close };
}

async function openProbe(host: TaskHost): Promise<ClosingProbe> {
  if (host.probe) return await host.probe();
  const { networkProbe, openOnnx } = await import("@zerolm/engine");
  return networkProbe(await openOnnx());
}

/** A probe that may hold something. */
export interface ClosingProbe extends Probe {
  readonly close?: (() => Promise<void>) | undefined;
}
