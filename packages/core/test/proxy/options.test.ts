import { describe, expect, it } from "vitest";
import { z } from "zod";
import { InputError } from "../../src/errors.js";
import { optionFields, parseOptions, proxyFields } from "../../src/proxy/options.js";
import { ownProxy } from "../../src/proxy/own-proxy.js";
import { proxies } from "../../src/proxy/proxies.js";
import type { Proxy } from "../../src/proxy/proxy.js";

describe("optionFields", () => {
  it("says what a form needs of every kind of option", () => {
    const options = z.strictObject({
      share: z.number().min(0).lt(1).default(0.5).describe("a share"),
      tokens: z.int().min(1).max(100).optional().meta({ unit: "tokens", otherwise: "as many as fit" }),
      std: z.union([z.number().positive(), z.enum(["xavier", "own"])]).default("own"),
      mode: z.enum(["fast", "slow"]).describe("how"),
      only: z.literal("this"),
      name: z.string(),
      deep: z.boolean().default(false),
      object: z.strictObject({ a: z.number() }).optional(),
    });
    const none = { words: [], text: false, toggle: false };
    expect(optionFields(options)).toEqual([
      {
        ...none,
        key: "share",
        summary: "a share",
        number: { whole: false, minimum: 0, below: 1 },
        default: 0.5,
      },
      {
        ...none,
        key: "tokens",
        summary: "",
        unit: "tokens",
        number: { whole: true, minimum: 1, maximum: 100 },
        default: "as many as fit",
      },
      {
        ...none,
        key: "std",
        summary: "",
        number: { whole: false, above: 0 },
        words: ["xavier", "own"],
        default: "own",
      },
      { ...none, key: "mode", summary: "how", words: ["fast", "slow"] },
      { ...none, key: "only", summary: "", words: ["this"] },
      { ...none, key: "name", summary: "", text: true },
      { ...none, key: "deep", summary: "", toggle: true, default: false },
    ]);
  });

  it("puts what several proxies have alike together, and nothing else", () => {
    const fields = proxyFields(Object.values(proxies));
    const having = (key: string): string[][] =>
      fields.filter((field) => field.key === key).map((field) => [...field.proxies]);
    expect(having("dtype")).toEqual([["weightBytes", "kvBytes", "memory"]]);
    expect(having("initialiser")).toEqual([["zerolm", "nsc", "absoluteWeight"]]);
    const other = { name: "mine", options: z.strictObject({ dtype: z.enum(["big", "small"]) }) };
    const both = proxyFields([proxies.kvBytes, other]).filter(({ key }) => key === "dtype");
    expect(both.map(({ proxies: names }) => names)).toEqual([["kvBytes"], ["mine"]]);
  });
});

describe("parseOptions", () => {
  it.each([
    [{ alpha: 1001 }, "zerolm: alpha must be at most 1000, not 1001"],
    [{ alpha: 0.1234567 }, "zerolm: alpha has more than 6 decimals. Round it."],
    [{ weights: "drawn" }, 'zerolm: weights must be one of expected, sampled, not "drawn"'],
    [
      { dtype: 1 },
      "zerolm: dtype is not a known key. Known keys: alpha, weights, repeats, std, initialiser.",
    ],
    [{ initialiser: { kind: "normal", std: -1 } }, "zerolm: initialiser.std must be more than 0, not -1"],
  ])("refuses %j of zerolm", (options, message) => {
    expect(() => parseOptions(proxies.zerolm, options)).toThrow(message);
  });

  it("spells the options as it is told, all that are wrong", () => {
    const spelled = (key: string): string => `--${key}`;
    expect(() => parseOptions(proxies.nsc, { std: "wide", nscAttention: "half" }, spelled)).toThrow(
      'nsc: --std must be a number above 0 and at most 1000, xavier or own, not "wide"; --nscAttention must be one of per-head, whole, merged, not "half"',
    );
  });
});

describe("ownProxy", () => {
  const sound: Proxy = { ...proxies.flops, name: "mine" };

  it("takes any proxy as it is, but for a name that is taken", () => {
    for (const proxy of Object.values(proxies))
      expect(ownProxy({ ...proxy, name: "mine" }, "m.mjs")).toMatchObject({ name: "mine" });
    expect(ownProxy(sound, "m.mjs")).toBe(sound);
    expect(() => ownProxy(proxies.flops, "m.mjs")).toThrow(/`name` is "flops", the name of a built-in proxy/);
  });

  it("names the file and every field that is wrong", () => {
    const wrong = { ...sound, needs: "shape", prepare: 3, tunedOn: "", options: { sequence: 3 } };
    try {
      ownProxy(wrong, "m.mjs");
      expect.unreachable();
    } catch (error) {
      expect((error as InputError).describe().split("\n")).toEqual([
        "m.mjs: default export: `tunedOn` must not be empty",
        'm.mjs: default export: `options` must be a zod object: z.strictObject({ … }) of the z that "@zerolm/core" exports',
        'm.mjs: default export: `needs` must be one of shapes, weights, network, device, not "shape"',
        "m.mjs: default export: `prepare` must be a function",
      ]);
    }
  });

  it.each([undefined, null, 3, "x", [], () => 1, {}])("refuses %o", (value) => {
    expect(() => ownProxy(value, "m.mjs")).toThrow(InputError);
  });
});
