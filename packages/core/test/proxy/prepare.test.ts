import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Architecture } from "../../src/architecture/architecture.js";
import { exactTerm, wholeTerm, zero } from "../../src/capacity/exact-sum.js";
import { UsageError, WorkError } from "../../src/errors.js";
import { prepareProxy } from "../../src/proxy/prepare.js";
import { proxies } from "../../src/proxy/proxies.js";
import type { Proxy, Scorer } from "../../src/proxy/proxy.js";
import { small } from "./architectures.js";

const named = ["a", "b", "c"].map((name): Architecture => ({ ...small(), name }));

/** A proxy whose scorer is what somebody without types returns. */
const proxyOf = (made: unknown, more: Partial<Proxy> = {}): Proxy => ({
  name: "mine",
  summary: "made up",
  source: "a test",
  options: z.strictObject({ power: z.number().default(2).describe("a number") }),
  needs: "shapes",
  prepare: async () => made as Scorer,
  ...more,
});

const scoresOf = async (made: unknown): Promise<unknown> =>
  (await prepareProxy(proxyOf(made), {})).scoreMany(named);

describe("prepareProxy", () => {
  it("checks the options and fills in their defaults", async () => {
    const seen: unknown[] = [];
    const proxy = proxyOf(undefined, {
      prepare: async (options, resources) => {
        seen.push(options, resources);
        return proxies.parameters.scorer();
      },
    });
    await prepareProxy(proxy, {}, { seed: 7 });
    await prepareProxy(proxy, { power: 3 });
    expect(seen).toEqual([{ power: 2 }, { seed: 7 }, { power: 3 }, {}]);
    await expect(prepareProxy(proxy, { power: "3" })).rejects.toThrow(
      new UsageError('mine: power must be a number, not "3"'),
    );
    await expect(prepareProxy(proxy, { powr: 3 })).rejects.toThrow(
      /^mine: powr is not a known key. Did you mean "power"/,
    );
  });

  it.each([
    ["weights", { weights: () => 0 }],
    ["network", { probe: { run: async () => ({}) } }],
    ["device", { device: { name: "this", latency: async () => [] } }],
  ] as const)("refuses a proxy that needs %s where there is none", async (needs, resources) => {
    const proxy = proxyOf({ score: () => 1 }, { needs });
    await expect(prepareProxy(proxy, {})).rejects.toThrow(UsageError);
    await expect(prepareProxy(proxy, {})).rejects.toThrow(/^the proxy mine needs /);
    expect((await prepareProxy(proxy, {}, resources)).score?.(small())).toEqual({ value: 1 });
  });

  it("says which proxy cannot be prepared, and passes on what it says itself", async () => {
    const failing = (error: unknown): Proxy => proxyOf(undefined, { prepare: () => Promise.reject(error) });
    await expect(prepareProxy(failing(new TypeError("no model")), {})).rejects.toThrow(
      new WorkError("the proxy mine cannot be prepared: no model"),
    );
    await expect(prepareProxy(failing(new UsageError("power is odd")), {})).rejects.toThrow(
      new UsageError("power is odd"),
    );
    await expect(prepareProxy(proxyOf({}), {})).rejects.toThrow(/^the proxy mine prepares no scorer/);
    await expect(prepareProxy(proxyOf(undefined), {})).rejects.toThrow(/^the proxy mine prepares no scorer/);
  });

  it("makes many of one, and one of a sum", async () => {
    expect(await scoresOf({ score: ({ name }: Architecture) => ({ value: name === "b" ? 2 : 1 }) })).toEqual([
      { value: 1 },
      { value: 2 },
      { value: 1 },
    ]);
    const sum = { layer: () => wholeTerm(3), rest: () => exactTerm(0.5), scale: () => 2 };
    const scorer = await prepareProxy(proxyOf({ additive: sum }), {});
    expect(scorer.score?.(small())).toEqual({ value: 2 * (3 * small().layers.length + 0.5) });
  });

  it("takes what is no number for a missing score, and says why", async () => {
    const answers = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      undefined,
      "3",
      {},
      { value: "3" },
      { value: Number.NaN, missing: "has no heads" },
    ];
    const score = (): unknown => answers.shift();
    const scorer = await prepareProxy(proxyOf({ score }), {});
    const missing = [...answers].map(() => scorer.score?.(small()).missing);
    expect(missing).toEqual([
      "returned NaN",
      "returned Infinity",
      "returned undefined, which is not a score",
      'returned "3", which is not a score',
      "returned a map, which is not a score",
      "returned a map, which is not a score",
      "has no heads",
    ]);
  });

  it("scores each alone if scoring many throws, so that one does not take the others with it", async () => {
    const scoreMany = async (architectures: readonly Architecture[]) =>
      architectures.map(({ name }) => {
        if (name === "b") throw new Error("not b");
        return 1;
      });
    expect(await scoresOf({ scoreMany })).toEqual([
      { value: 1 },
      { value: Number.NaN, missing: 'threw "not b"' },
      { value: 1 },
    ]);
    expect(await scoresOf({ scoreMany: async () => [1] })).toEqual(
      named.map(() => ({ value: Number.NaN, missing: "returned 1 scores, but 3 were requested" })),
    );
  });

  it("stops between architectures, and reports how far it is", async () => {
    const signal = { aborted: false };
    const scorer = await prepareProxy(
      proxyOf({
        score: ({ name }: Architecture) => {
          signal.aborted = name === "b";
          return 1;
        },
      }),
      {},
    );
    const scores = await scorer.scoreMany(named, { signal });
    expect(scores.map(({ missing }) => missing)).toEqual([
      undefined,
      undefined,
      "was stopped and returned no score",
    ]);
  });

  it.each([
    [
      { layer: () => ({ high: Number.NaN, low: 0 }) },
      /^the proxy mine returned NaN as the term of the layer \{"mixer":/,
    ],
    [
      { rest: () => ({ high: 0, low: Number.NEGATIVE_INFINITY }) },
      /returned -Infinity as the term of everything but the layers/,
    ],
    [{ scale: () => 0 }, /returned 0 as its scale, which must be above 0/],
  ])("refuses a sum of what is no number: %o", async (part, message) => {
    const additive = { layer: () => zero, rest: () => zero, scale: () => 1, ...part };
    const scorer = await prepareProxy(proxyOf({ additive }), {});
    const architecture = small();
    const add = (): void => {
      scorer.additive?.rest(architecture, [1]);
      scorer.additive?.scale(architecture, [1]);
      for (const layer of architecture.layers) scorer.additive?.layer(layer, architecture);
    };
    expect(add).toThrow(WorkError);
    expect(add).toThrow(message);
  });

  it("closes what was prepared", async () => {
    let open = true;
    const close = (): void => {
      open = false;
    };
    const scorer = await prepareProxy(proxyOf({ score: () => 1, close }), {});
    await scorer.close?.();
    expect(open).toBe(false);
  });
});
