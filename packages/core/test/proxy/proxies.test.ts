import { describe, expect, it } from "vitest";
import { type ProxyName, proxies, shapeProxies } from "../../src/proxy/proxies.js";
import type { RealWeights } from "../../src/proxy/weight-source.js";
import { type ProxyCase, proxyContract } from "../../testing/proxy-contract.js";

const nscCases: ProxyCase[] = (["per-head", "whole", "merged"] as const).flatMap((nscAttention) =>
  ([0.02, 1000, 1e-200, "xavier", "own"] as const).map((std) => ({
    title: `${nscAttention}, std ${std}`,
    options: { nscAttention, std },
  })),
);

/** Stands for trained weights: a number that depends on what is asked for. */
const real: RealWeights = ({ capacity, matrices, head = 0 }) =>
  matrices.reduce(
    (sum, { rows, cols, name }) => sum + Math.sin(rows + cols + name.length),
    capacity.length + head,
  );

const scales: ProxyCase[] = ([1, "xavier", "own"] as const).map((std) => ({
  title: `std ${std}`,
  options: { std },
}));

const underKaiming: ProxyCase = { title: "under Kaiming", options: { initialiser: "kaiming" } };

/** Settings under which a proxy keeps the contract beside its defaults, under which every proxy of the table does. */
const settings: Partial<Record<ProxyName, readonly ProxyCase[]>> = {
  zerolm: [
    ...[0, 1, 0.7, -0.3, 1.55, 0.123457, 1000, -999.123457].map((alpha) => ({
      title: `alpha ${alpha}`,
      options: { alpha },
    })),
    {
      title: "expected under Xavier",
      options: {
        alpha: 0.123457,
        weights: "expected",
        initialiser: { kind: "xavier", distribution: "uniform" },
      },
    },
    ...scales,
    { title: "sampled", options: { weights: "sampled", repeats: 2 }, resources: { seed: 3 } },
    { title: "of real weights", options: { alpha: 0.3 }, resources: { weights: real } },
  ],
  nsc: [
    ...nscCases,
    underKaiming,
    { title: "of real weights", options: { nscAttention: "merged" }, resources: { weights: real } },
  ],
  absoluteWeight: [...scales, underKaiming],
  weightBytes: [{ title: "in halves of a byte", options: { dtype: "int4" } }],
  kvBytes: [{ title: "in two bytes", options: { dtype: "bfloat16" } }],
  memory: [
    { title: "in two bytes", options: { dtype: "bfloat16" } },
    { title: "at a long context", options: { context: 131_072 } },
    { title: "of several sequences", options: { batch: 8, dtype: "int4" } },
  ],
  flops: [1, 128, 2 ** 20].map((sequence) => ({ title: `${sequence} tokens`, options: { sequence } })),
};

it.each(Object.entries(proxies))("%s has its name in the table", (name, proxy) => {
  expect(proxy.name).toBe(name);
});

/** Those that run networks keep the contract in the package that runs them. */
describe.each(Object.entries(shapeProxies))("proxy %s", (name, proxy) => {
  const cases = settings[name as ProxyName];
  proxyContract(proxy, cases ? { cases } : {});
});
