import { describe, expect, it } from "vitest";
import { fittedCorrections } from "../../src/device/corrections.js";
import { covering } from "../../src/device/covering.js";
import { deviceLatency, deviceSeconds, passOf, readDeviceTable } from "../../src/device/device-table.js";
import { fittedCosts, predictedSeconds } from "../../src/device/fitted-costs.js";
import { addedWork, frameWork, layerWork, networkParts, networkWork } from "../../src/device/layer-work.js";
import { learntPass } from "../../src/device/learnt-pass.js";
import { InputError, UsageError } from "../../src/errors.js";
import { shape } from "../../src/proxy/shape.js";
import { Random } from "../../src/random/random.js";
import { quantityOf, within } from "../../src/search/budget.js";
import { searchMethods } from "../../src/search/methods.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { sampler } from "../../src/space/sampling.js";
import { architectureAt, enumerate } from "../../src/space/space.js";

const drawn = (count: number, space = builtinSpace("llama-small-wide")) => {
  const [random, draw] = [new Random(1), sampler(space)];
  return Array.from({ length: count }, () => architectureAt(space, draw(random)));
};

const check = { networks: 5, tau: 0.9, medianError: 0.02, largestError: 0.1, margin: 0.05 };
const decode = {
  mode: "decode" as const,
  tokens: 256,
  batch: 1,
  costs: { network: 1e-4, bytes: 6e-11, attention: 5e-5, gated: 3e-5 },
  corrections: { "hidden 256": -0.03, "hidden 512": 0.02 },
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
    const layers = architecture!.layers.map((layer) => layerWork(layer, architecture!, decode));
    expect(networkWork(architecture!, decode)).toEqual(
      addedWork([frameWork(architecture!, decode), ...layers]),
    );
    expect(networkParts(architecture!, decode)).toHaveLength(1 + 2 * layers.length);
  });
});

describe("corrections", () => {
  const shares = (...names: string[]) => new Map(names.map((name) => [name, 1 / names.length]));

  it("are those of sizes that take longer, and hardly any of a size that noise alone makes longer", () => {
    const random = new Random(3);
    const networks = Array.from({ length: 40 }, (_, index) => {
      const sizes =
        index % 2 === 0 ? shares("slow", "even") : shares("fast", index % 3 === 0 ? "odd" : "even");
      const noise = 0.01 * (random.uniform() - 0.5);
      return { shares: sizes, excess: (index % 2 === 0 ? 0.05 : -0.05) + noise };
    });
    const { slow, fast, even, odd } = fittedCorrections(networks);
    expect(slow! / 2 + even! / 2).toBeCloseTo(0.05, 2);
    expect(fast! / 2 + odd! / 2).toBeCloseTo(-0.05, 2);
    expect(Math.abs(even!)).toBeLessThan(slow! / 2);
  });

  it("are none if every network takes what its work costs", () => {
    expect(fittedCorrections([{ shares: shares("one"), excess: 0 }])).toEqual({});
  });

  it("let a table predict sizes that the processor treats otherwise, and the margin holds for nine of ten", () => {
    const [random, networks] = [new Random(5), drawn(700, builtinSpace("llama-small"))];
    const truth = {
      ...decode,
      corrections: { "hidden 256": -0.08, "hidden 512": -0.08, "hidden 640": 0.08 },
    };
    const timed = networks.map((architecture) => ({
      architecture,
      seconds: deviceSeconds(truth, architecture) * (1 + 0.02 * (random.uniform() - 0.5)),
    }));
    const { check: stated, ...model } = learntPass(decode, timed.slice(300, 340), timed.slice(0, 300));
    const rest = timed.slice(340);
    const errorOf = (corrections: typeof model.corrections) =>
      rest.map(
        ({ architecture, seconds }) => seconds / deviceSeconds({ ...model, corrections }, architecture) - 1,
      );
    const sizeOf = (errors: readonly number[]) => errors.reduce((sum, error) => sum + Math.abs(error), 0);
    expect(sizeOf(errorOf(model.corrections))).toBeLessThan(0.6 * sizeOf(errorOf({})));
    const kept = errorOf(model.corrections).filter((error) => error <= stated.margin);
    expect(kept.length / rest.length).toBeGreaterThan(0.85);
    expect(kept.length / rest.length).toBeLessThan(0.95);
  });
});

describe("networks to learn from", () => {
  it("have every size before they have one often", () => {
    const architectures = drawn(400, builtinSpace("llama-small"));
    const hidden = (chosen: typeof architectures) => new Set(chosen.map((one) => one.hidden)).size;
    const chosen = covering(architectures, 20);
    expect(new Set(chosen).size).toBe(20);
    expect(hidden(chosen)).toBe(hidden(architectures));
    expect(hidden(architectures.slice(0, 20))).toBeLessThan(hidden(chosen));
  });
});

describe("a device table", () => {
  it("is read, and has the pass of a token first", () => {
    const read = readDeviceTable(JSON.stringify(table), "laptop.json");
    expect(passOf(read)).toEqual(decode);
    expect(() => passOf(read, "prefill")).toThrow(UsageError);
    const [architecture] = drawn(1);
    const predicted = quantityOf(deviceLatency(passOf(read)), architecture!);
    expect(predicted / 1e6 / 1.05).toBeCloseTo(deviceSeconds(decode, architecture!), 4);
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
