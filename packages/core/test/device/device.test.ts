import { describe, expect, it } from "vitest";
import {
  deviceLatency,
  deviceSeconds,
  networkWork,
  passOf,
  readDeviceTable,
} from "../../src/device/device-table.js";
import { fittedCosts, predictedSeconds } from "../../src/device/fitted-costs.js";
import { addedWork, frameWork, layerWork } from "../../src/device/layer-work.js";
import { InputError, UsageError } from "../../src/errors.js";
import { shape } from "../../src/proxy/shape.js";
import { Random } from "../../src/random/random.js";
import { quantityOf, within } from "../../src/search/budget.js";
import { searchMethods } from "../../src/search/methods.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { sampler } from "../../src/space/sampling.js";
import { architectureAt, enumerate } from "../../src/space/space.js";

const space = builtinSpace("llama-small-wide");
const drawn = (count: number) => {
  const [random, draw] = [new Random(1), sampler(space)];
  return Array.from({ length: count }, () => architectureAt(space, draw(random)));
};

const check = { networks: 5, tau: 0.9, medianError: 0.02, largestError: 0.1 };
const decode = {
  mode: "decode" as const,
  tokens: 256,
  batch: 1,
  costs: { network: 1e-4, bytes: 6e-11, attention: 5e-5, gated: 3e-5 },
  measured: 10,
  check,
};
const table = {
  format: "zerolm-device",
  version: 1,
  device: "a laptop",
  space: "llama-small",
  passes: [decode],
};

describe("fitted costs", () => {
  it("are those that times were made of, none of them negative", () => {
    const costs = { network: 2e-4, bytes: 5e-11, products: 1e-11, attention: 0, gated: 4e-5 };
    const pass = { mode: "prefill", tokens: 64, batch: 2 } as const;
    const timed = drawn(60).map((architecture) => {
      const work = networkWork(architecture, pass);
      return { work, seconds: predictedSeconds(costs, work) };
    });
    const found = fittedCosts(timed.slice(0, 40));
    expect(Object.values(found).every((cost) => cost >= 0)).toBe(true);
    for (const { work, seconds } of timed.slice(40))
      expect(predictedSeconds(found, work) / seconds).toBeCloseTo(1, 2);
  });

  it("are of one kind of work what it takes", () => {
    expect(fittedCosts([{ work: { bytes: 4e6 }, seconds: 2e-4 }]).bytes).toBeCloseTo(5e-11, 20);
  });
});

describe("work", () => {
  it("of a token reads every weight and the cache once", () => {
    const [architecture] = drawn(1);
    const [layer] = architecture!.layers;
    const pass = { mode: "decode", tokens: 100, batch: 1 } as const;
    const { bytes } = layerWork(layer!, architecture!, pass);
    const longer = layerWork(layer!, architecture!, { ...pass, tokens: 200 });
    const mixer = layer!.mixer as { keyValueHeads: number; headDim: number };
    expect(longer.bytes! - bytes!).toBe(4 * 100 * 2 * mixer.keyValueHeads * mixer.headDim);
  });

  it("is a sum over layers", () => {
    const [architecture] = drawn(1);
    const parts = architecture!.layers.map((layer) => layerWork(layer, architecture!, decode));
    expect(networkWork(architecture!, decode)).toEqual(
      addedWork([frameWork(architecture!, decode), ...parts]),
    );
  });
});

describe("a device table", () => {
  it("is read, and has the pass of a token first", () => {
    const read = readDeviceTable(JSON.stringify(table), "laptop.json");
    expect(passOf(read)).toEqual(decode);
    expect(() => passOf(read, "prefill")).toThrow(UsageError);
    const [architecture] = drawn(1);
    const predicted = quantityOf(deviceLatency(passOf(read)), architecture!);
    expect(predicted / 1e6).toBeCloseTo(deviceSeconds(decode, architecture!), 4);
  });

  it.each([
    [{}, /is not a device table/],
    [{ ...table, passes: [{ ...decode, costs: { bytes: -1 } }] }, /is not a device table/],
  ])("is refused if it is none: %j", (value, message) => {
    const read = () => readDeviceTable(JSON.stringify(value), "laptop.json");
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });

  it.each(["exact", "milp", "exhaustive"] as const)(
    "limits a search by %s as looking at all does",
    async (method) => {
      const small = builtinSpace("llama-small");
      const quantity = deviceLatency(decode);
      const budget = { quantity, maximum: 9000 };
      const scorer = shape.scorer();
      const [best] = (
        await searchMethods[method].search({
          ...{ space: small, scorer, budgets: [budget], top: 1, cost: quantity, pareto: false },
        })
      ).best;
      let most = Number.NEGATIVE_INFINITY;
      for (const genotype of enumerate(small)) {
        const architecture = architectureAt(small, genotype);
        if (within(quantityOf(quantity, architecture), budget))
          most = Math.max(most, scorer.score(architecture).value);
      }
      expect(best!.score).toBe(most);
    },
  );
});
