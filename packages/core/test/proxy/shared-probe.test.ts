import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import type { Probe, ProbeRequest, ProbeStatistic } from "../../src/proxy/probe.js";
import { dataDrivenProxies } from "../../src/proxy/proxies.js";
import type { Proxy } from "../../src/proxy/proxy.js";
import { mergedRequests, sharedProbe, statisticKey } from "../../src/proxy/shared-probe.js";
import { small } from "./architectures.js";

/** A probe whose readings say what was asked: of a weight nothing but the seed enters, of what needs no loss no loss. */
function tellingProbe(fails: (request: ProbeRequest) => boolean = () => false) {
  const runs: ProbeRequest[] = [];
  const told = ({ loss, batch, linearised, seed }: ProbeRequest, statistic: ProbeStatistic): string => {
    const ofWeight = statistic.of === "weight" && statistic.times === undefined;
    const ofLoss = [statistic.of, statistic.times].some((one) => one?.toLowerCase().includes("gradient"));
    return JSON.stringify([linearised ?? false, seed, ofWeight ? 0 : batch, ofLoss ? loss : 0]);
  };
  const probe: Probe = {
    async run({ hidden }, request) {
      runs.push(request);
      if (fails(request)) throw new RangeError("no tokens to guess");
      const entries = Object.entries(request.statistics).map(([key, statistic]) => [
        key,
        [
          {
            name: `${hidden} ${statisticKey(statistic)} ${told(request, statistic)}`,
            values: Float64Array.of(1),
          },
        ],
      ]);
      return Object.fromEntries(entries);
    },
  };
  return { runs, probe };
}

const statistic = fc.constantFrom<ProbeStatistic>(
  { of: "weight", reduce: "norm" },
  { of: "output", reduce: "signKernel", within: "ffns" },
  { of: "output", reduce: "signKernel" },
  { of: "gradient", reduce: "norm" },
  { of: "weight", times: "gradient", reduce: "absoluteSum" },
);
const requests = fc.array(
  fc.record({
    loss: fc.constantFrom("tokens", "cotangent", "sum" as const),
    linearised: fc.constantFrom(undefined, false, true),
    batch: fc.constantFrom({ sequences: 2, tokens: 2 }, { sequences: 8, tokens: 64 }),
    seed: fc.constantFrom(0, 1),
    statistics: fc.dictionary(fc.string(), statistic, { minKeys: 1, maxKeys: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);

const architectures: readonly Architecture[] = [small(), { ...small(), hidden: 2 * small().hidden }];

describe("a probe that is shared", () => {
  it("gives everyone what a run of its own gives, and runs each network at most once for each that is merged", () =>
    fc.assert(
      fc.asyncProperty(requests, async (list) => {
        const { runs, probe } = tellingProbe();
        const shared = sharedProbe(probe, list);
        for (const architecture of [...architectures, ...architectures])
          for (const request of list)
            expect(await shared.run(architecture, request)).toEqual(
              await tellingProbe().probe.run(architecture, request),
            );
        expect(runs.length).toBe(architectures.length * mergedRequests(list).length);
      }),
    ));

  it("runs a request alone if the run for all fails", async () => {
    const [tokens, forward] = [
      { loss: "tokens", statistics: { a: { of: "gradient", reduce: "norm" } } },
      { loss: "cotangent", statistics: { b: { of: "output", reduce: "positionMaximum" } } },
    ] as const;
    const { probe } = tellingProbe(({ statistics }) =>
      Object.values(statistics).some(({ of }) => of === "gradient"),
    );
    const shared = sharedProbe(probe, [tokens, forward]);
    await expect(shared.run(small(), tokens)).rejects.toThrow("no tokens to guess");
    expect(await shared.run(small(), forward)).toHaveProperty("b");
  });
});

it("all data-driven proxies together need two runs: of the network, and of the network made linear", () => {
  const asked = Object.values<Proxy>(dataDrivenProxies).flatMap(
    (proxy) => proxy.asks?.(proxy.options.parse({}), 3) ?? [],
  );
  expect(asked.length).toBeGreaterThanOrEqual(Object.keys(dataDrivenProxies).length);
  expect(mergedRequests(asked)).toHaveLength(2);
});
