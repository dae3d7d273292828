import {
  architectureAt,
  type Best,
  type Budget,
  enumerate,
  type Found,
  proxies,
  type Scorer,
  type SearchMethod,
  type SearchRequest,
  type SearchResult,
  type Space,
  shapeScorer,
  UsageError,
  WorkError,
} from "@zerolm/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitrarySpace, spaceOf } from "./arbitrary-space.js";
import { bruteForce, isWithin, measure, quantities, scoreOf } from "./brute-force.js";
import { isInside } from "./space-contract.js";

/** Not a sum over layers: the widest FFN of the first layer counts against the number of layers. */
const whole = shapeScorer(({ layers }) => ({
  value:
    layers
      .slice(0, 1)
      .flatMap(({ ffn }) => ffn ?? [])
      .reduce((sum, ffn) => sum + ("widths" in ffn ? ffn.widths.length : ffn.width), 0) / layers.length,
}));

const scorers: Readonly<Record<string, Scorer>> = {
  shape: proxies.shape.scorer(),
  "zerolm .5": proxies.zerolm.scorer({ alpha: 0.5 }),
  "zerolm -0.3": proxies.zerolm.scorer({ alpha: -0.3 }),
  "zerolm 1": proxies.zerolm.scorer({ alpha: 1 }),
  nsc: proxies.nsc.scorer({ std: "xavier" }),
  parameters: proxies.parameters.scorer(),
  kvBytes: proxies.kvBytes.scorer({ dtype: "bfloat16" }),
  weightBytes: proxies.weightBytes.scorer({ dtype: "int4" }),
  memory: proxies.memory.scorer({ dtype: "bfloat16", context: 100, batch: 2 }),
  "not a sum": whole,
};

const arbitraryQuantity = fc.constantFrom(...Object.values(quantities));

/** A budget somewhere in the range that a space has, now and then beside it. */
function arbitraryBudget(space: Space): fc.Arbitrary<Budget> {
  const place = fc.option(fc.double({ min: -0.05, max: 1.05, noNaN: true }), { nil: undefined });
  return fc
    .record({ quantity: arbitraryQuantity, low: place, high: place })
    .map(({ quantity, low, high }) => {
      const values = [...enumerate(space)].map((genotype) =>
        quantity.measure(architectureAt(space, genotype)),
      );
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const at = (share: number | undefined): number | undefined =>
        share === undefined ? undefined : Math.round(least + share * (most - least));
      // Mostly a budget that something meets: the least is asked for only in the lower half.
      return { quantity, minimum: at(low && low / 2), maximum: at(high) };
    });
}

/** For methods without a proof, which heed it: enough for spaces of 3,000 architectures. */
const fewEvaluations = { evaluations: 1000 };

/** A search in a small space, and the name of its proxy for messages. */
export const arbitraryRequest: fc.Arbitrary<SearchRequest & { readonly proxy: string }> =
  arbitrarySpace.chain((space) =>
    fc
      .record({
        proxy: fc.constantFrom(...Object.keys(scorers)),
        minimize: fc.boolean(),
        budgets: fc.array(arbitraryBudget(space), { maxLength: 2 }),
        top: fc.constantFrom(0, 1, 2, 5, 10_000),
        cost: arbitraryQuantity,
        pareto: fc.boolean(),
        limits: fc.constant(fewEvaluations),
      })
      .map((request) => ({
        ...request,
        space,
        scorer: scorers[request.proxy] as Scorer,
      })),
  );

/** Something expected of a method for any request that it does not refuse. */
const forRequests = (
  method: SearchMethod,
  numRuns: number,
  expectation: (request: SearchRequest) => Promise<void>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(arbitraryRequest, async (request) => {
      if (method.refuses(request) === undefined) await expectation(request);
      else await expect(async () => method.search(request)).rejects.toThrow(UsageError);
    }),
    { numRuns },
  );

/** What every way to search owes: nothing outside the budgets, nothing claimed that is not so, the same answer each time. */
export function searchContract(method: SearchMethod): void {
  it("says what it does", () => expect(method.summary).toMatch(/\S/));
  it("serves some requests", () => {
    const requests = fc.sample(arbitraryRequest, { seed: 1, numRuns: 20 });
    expect(requests.some((request) => method.refuses(request) === undefined)).toBe(true);
  });
  it("finds only what is in the space and within the budgets, with its true score and cost, and what looking at every architecture finds, if it says that nothing is better", () =>
    forRequests(method, 30, async (request) => {
      const result = await expectSound(method, request);
      if (result) expectOptimal(request, result);
    }));
  it.each(Object.keys(scorers))("does so where macro options are nearly alike, by %s", async (proxy) => {
    for (const request of closeRequests(scorers[proxy] as Scorer))
      if (method.refuses(request) === undefined) expectOptimal(request, await method.search(request));
  });
  it("gives the same answer to the same request", () =>
    forRequests(method, 10, async (request) => {
      // A copy of the space, so that nothing can be remembered by identity.
      const again = { ...request, space: structuredClone(request.space) };
      expect(await outcome(method, again)).toEqual(await outcome(method, request));
    }));
}

/** With its layers, which may be found only when they are asked for. */
const spelledOut = <T extends Found>(found: T): T => ({
  ...found,
  genotype: { macro: found.genotype.macro, layers: [...found.genotype.layers] },
});

/** Eight hidden sizes whose architectures interleave in score and size, so that no macro option can be left out lightly. */
const closeSpace = once(() =>
  spaceOf({
    name: "close",
    macro: { hidden: { from: 60, to: 74, step: 2 }, depth: [2] },
    layer: { heads: [1, 2], ffnWidth: [64, 71, 78, 85] },
    architecture: { hidden: "hidden", embedding: { vocabulary: 10, width: 16 } },
    layers: { mixer: { kind: "attention", heads: "heads" }, ffn: { kind: "plain", width: "ffnWidth" } },
  }),
);

const closeSizes = once(() =>
  [...enumerate(closeSpace())]
    .map((genotype) => quantities.parameters.measure(architectureAt(closeSpace(), genotype)))
    .sort((one, other) => one - other),
);

/** Searches of the close space, the same objects for every method. */
const closeRequests = remembered((scorer: Scorer): SearchRequest[] => {
  const [space, sizes, cost] = [closeSpace(), closeSizes(), quantities.parameters];
  return [0.1, 0.4, 0.7, 0.95, 1].flatMap((share) => {
    const maximum = sizes[Math.floor(share * (sizes.length - 1))];
    const budgets = [{ quantity: cost, maximum }];
    // A long list takes integer programs long, and is as close at one budget as at another.
    return (share === 0.7 ? [1, 3, 40] : [1, 3]).map((top) => ({
      space,
      scorer,
      budgets,
      top,
      cost,
      pareto: top === 3,
      limits: fewEvaluations,
    }));
  });
});

/** What a function of nothing gives, made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A function that makes the same of the same object once. */
function remembered<Key extends object, T>(make: (key: Key) => T): (key: Key) => T {
  const known = new WeakMap<Key, T>();
  return (key) => {
    const found = known.get(key) ?? make(key);
    known.set(key, found);
    return found;
  };
}

/** Looking at every architecture; requests that several methods serve are looked at once. */
const lookedAt = remembered(bruteForce);

async function outcome(method: SearchMethod, request: SearchRequest): Promise<SearchResult | string> {
  try {
    const { best, pareto, ...rest } = await method.search(request);
    return { ...rest, best: best.map(spelledOut), pareto: pareto.map(spelledOut) };
  } catch (cause) {
    if (cause instanceof WorkError || cause instanceof UsageError) return cause.message;
    throw cause;
  }
}

/** Nothing where there is nothing to find, and the method says so. */
async function expectSound(method: SearchMethod, request: SearchRequest): Promise<SearchResult | undefined> {
  const { space, scorer, budgets, top, pareto, cost } = request;
  if (lookedAt(request).feasible.length === 0) {
    await expect(async () => method.search(request)).rejects.toThrow(WorkError);
    return undefined;
  }
  const result = await method.search(request);
  expect(result.method).toBe(method.name);
  expect(result.best.length).toBeLessThanOrEqual(top);
  if (!pareto) expect(result.pareto).toEqual([]);
  for (const found of [...result.best, ...result.pareto]) {
    const architecture = architectureAt(space, found.genotype);
    expect(isInside(space, found.genotype)).toBe(true);
    expect(isWithin(architecture, budgets)).toBe(true);
    expect(found.score).toBe(scoreOf(scorer, architecture));
    expect(found.cost).toBe(measure(cost, architecture));
  }
  return result;
}

function expectOptimal(request: SearchRequest, result: SearchResult): void {
  const { best, pareto, optimal, feasible, proven = best.length } = result;
  const brute = lookedAt(request);
  const [first] = best;
  const sign = request.minimize ? -1 : 1;
  if (first) expect(sign * first.score).toBeLessThanOrEqual(sign * (brute.best[0]?.score as number));
  if (!optimal) return;
  if (feasible !== undefined) expect(feasible).toBe(brute.feasible.length);
  // Which of several architectures of one score and one cost stands for them is the method's own affair.
  const counted = best.some(({ ties }) => ties !== undefined);
  const value = ({ score, cost, ties }: Best) => (counted ? { score, cost, ties } : { score, cost });
  const claimed = brute.best.slice(0, proven < best.length ? proven : undefined);
  expect(best.slice(0, proven).map(value)).toEqual(claimed.map(value));
  const point = ({ score, cost }: Found) => ({ score, cost });
  expect(pareto.map(point)).toEqual(request.pareto ? brute.pareto.map(point) : []);
}
