import type { Architecture, ProbeRequest, ProbeStatistic } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cachedProbe } from "../src/proxy/cached-probe.js";
import type { ClosingProbe } from "../src/proxy/probe.js";

/** A probe that counts its runs and the statistics that it was asked for. */
function countingProbe(value = 0.1) {
  const asked: string[][] = [];
  const probe: ClosingProbe = {
    async run({ hidden }, { statistics, seed = 0 }) {
      asked.push(Object.keys(statistics));
      const entries = Object.entries(statistics).map(([key, { of }]) => [
        key,
        [{ name: of, values: Float64Array.of(value * hidden, seed / 3) }],
      ]);
      return Object.fromEntries(entries);
    },
  };
  return { asked, probe };
}

function memory() {
  const texts = new Map<string, string>();
  return {
    texts,
    read: async (key: string) => texts.get(key),
    write: async (key: string, text: string) => void texts.set(key, text),
  };
}

const architecture = (hidden: number): Architecture =>
  ({ kind: "encoder", hidden, layers: [], embedding: {} }) as unknown as Architecture;
const kinds: readonly ProbeStatistic[] = [
  { of: "weight", reduce: "norm" },
  { of: "gradient", reduce: "norm" },
  { of: "output", reduce: "signKernel" },
];
const requests = fc.record({
  loss: fc.constantFrom("cotangent", "tokens" as const),
  seed: fc.nat({ max: 2 }),
  statistics: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom(...kinds), { minKeys: 1 }),
});
const asking = fc.array(fc.record({ hidden: fc.integer({ min: 1, max: 3 }), request: requests }));

describe("a probe that keeps what networks gave", () => {
  it("gives what the probe gives, to the bit, and asks nothing twice", () =>
    fc.assert(
      fc.asyncProperty(asking, async (list) => {
        const results = memory();
        const { asked, probe } = countingProbe();
        for (const { hidden, request } of [...list, ...list]) {
          const cached = cachedProbe(probe, results, "runtime 1");
          const expected = await countingProbe().probe.run(architecture(hidden), request);
          expect(await cached.run(architecture(hidden), request)).toEqual(expected);
        }
        const distinct = new Set(
          list.flatMap(({ hidden, request: { loss, seed, statistics } }) =>
            Object.values(statistics).map((one) => JSON.stringify([hidden, loss, seed, one])),
          ),
        );
        expect(asked.flat()).toHaveLength(distinct.size);
      }),
    ));

  const request: ProbeRequest = { loss: "cotangent", statistics: { a: kinds[1] as ProbeStatistic } };

  it("computes again with another runtime", async () => {
    const results = memory();
    await cachedProbe(countingProbe(1).probe, results, "runtime 1").run(architecture(2), request);
    const other = await cachedProbe(countingProbe(5).probe, results, "runtime 2").run(
      architecture(2),
      request,
    );
    expect(other.a?.[0]?.values[0]).toBe(10);
  });

  it.each([
    "{}",
    "[]",
    "{",
    "",
    '{"norm gradient":[{"name":"x"}]}',
    '{"norm gradient":[{"name":"x","values":[null]}]}',
  ])("computes again instead of reading %j", async (text) => {
    const results = { ...memory(), read: async () => text };
    const readings = await cachedProbe(countingProbe().probe, results, "r").run(architecture(2), request);
    expect(readings.a?.[0]?.name).toBe("gradient");
  });

  it("does not keep what is no finite number, or the whole of a tensor", async () => {
    const results = memory();
    const values = [Float64Array.of(Number.NaN), new Float64Array(10_000), Float64Array.of(2)];
    const probe: ClosingProbe = {
      run: async (_, { statistics }) =>
        Object.fromEntries(
          Object.keys(statistics).map((key, index) => [
            key,
            [{ name: "x", values: values[index] as Float64Array }],
          ]),
        ),
    };
    const all = { loss: "cotangent", statistics: { a: kinds[0], b: kinds[1], c: kinds[2] } } as ProbeRequest;
    await cachedProbe(probe, results, "r").run(architecture(1), all);
    expect([...results.texts.values()]).toEqual(['{"signKernel output":[{"name":"x","values":[2]}]}']);
  });
});
