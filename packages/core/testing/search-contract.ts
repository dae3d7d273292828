import fc from "fast-check";
import { expect, it } from "vitest";
import { cost } from "../src/architecture/cost.js";
import { WorkError } from "../src/errors.js";
import { proxies } from "../src/proxy/proxies.js";
import type { Scorer } from "../src/proxy/proxy.js";
import type { Budget, SearchMethod, SearchRequest } from "../src/search/search.js";
import { architectureAt, enumerate, type Space } from "../src/space/space.js";
import { arbitrarySpace } from "./arbitrary-space.js";
import { bruteForce, isWithin, quantities } from "./brute-force.js";

/** Not a sum over layers: the widest FFN of the first layer counts against the number of layers. */
const whole: Scorer = {
  score: ({ layers }) => ({
    value:
      Math.max(0, ...layers.slice(0, 1).map(({ ffn }) => ("widths" in ffn ? ffn.widths.length : ffn.width))) /
      layers.length,
  }),
};

const scorers: Readonly<Record<string, Scorer>> = {
  "zerolm .5": proxies.zerolm.scorer({ alpha: 0.5 }),
  "zerolm -0.3": proxies.zerolm.scorer({ alpha: -0.3 }),
  "zerolm 1": proxies.zerolm.scorer({ alpha: 1 }),
  nsc: proxies.nsc.scorer({ std: "xavier" }),
  parameters: proxies.parameters.scorer({}),
  "not a sum": whole,
};

/** A budget somewhere in the range that a space has, now and then beside it. */
function arbitraryBudget(space: Space): fc.Arbitrary<Budget> {
  const place = fc.option(fc.double({ min: -0.05, max: 1.05, noNaN: true }), { nil: undefined });
  return fc
    .record({ name: fc.constantFrom(...Object.keys(quantities)), low: place, high: place })
    .map(({ name, low, high }) => {
      const { additive, measure } = quantities[name] as (typeof quantities)[string];
      const values = [...enumerate(space)].map((genotype) => measure(architectureAt(space, genotype)));
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const at = (share: number | undefined): number | undefined =>
        share === undefined ? undefined : Math.round(least + share * (most - least));
      // Mostly a budget that something meets: the least is asked for only in the lower half.
      return { name, quantity: additive, minimum: at(low && low / 2), maximum: at(high) };
    });
}

/** A search in a small space, and the name of its proxy for messages. */
export const arbitraryRequest: fc.Arbitrary<SearchRequest & { readonly proxy: string }> =
  arbitrarySpace.chain((space) =>
    fc
      .record({
        proxy: fc.constantFrom(...Object.keys(scorers)),
        budgets: fc.array(arbitraryBudget(space), { maxLength: 2 }),
        top: fc.constantFrom(0, 1, 2, 5, 10_000),
        pareto: fc.boolean(),
      })
      .map((request) => ({ ...request, space, scorer: scorers[request.proxy] as Scorer })),
  );

const few = { numRuns: 60 };

/** What every way to search owes: nothing outside the budgets, nothing claimed that is not so, the same answer each time. */
export function searchContract(method: SearchMethod): void {
  it("says what it does", () => expect(method.summary).toMatch(/\S/));
  it("finds only what is in the space and within the budgets, with its true score and size", () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => expectSound(method, request)),
      few,
    );
  });
  it("finds what looking at every architecture finds, if it says that nothing is better", () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => expectOptimal(method, request)),
      few,
    );
  });
  it("gives the same answer to the same request", () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        expect(outcome(method, structuredRequest(request))).toEqual(outcome(method, request));
      }),
      few,
    );
  });
}

/** The same request with a copy of its space, so that nothing can be remembered by identity. */
const structuredRequest = (request: SearchRequest): SearchRequest => ({
  ...request,
  space: structuredClone(request.space),
});

function outcome(method: SearchMethod, request: SearchRequest): unknown {
  try {
    return method.search(request);
  } catch (cause) {
    if (cause instanceof WorkError) return cause.message;
    throw cause;
  }
}

function expectSound(method: SearchMethod, request: SearchRequest): void {
  const { space, scorer, budgets, top, pareto } = request;
  if (bruteForce(request).feasible.length === 0) {
    expect(() => method.search(request)).toThrow(WorkError);
    return;
  }
  const result = method.search(request);
  expect(result.method).toBe(method.name);
  expect(result.best.length).toBeLessThanOrEqual(top);
  if (!pareto) expect(result.pareto).toEqual([]);
  for (const { genotype, score, parameters } of [...result.best, ...result.pareto]) {
    const architecture = architectureAt(space, genotype);
    expect(architecture.layers).toHaveLength(space.macroOptions[genotype.macro]?.depth as number);
    expect(isWithin(architecture, budgets)).toBe(true);
    expect(score).toBe(scorer.score(architecture).value);
    expect(parameters).toBe(cost(architecture).parameters.total);
  }
}

function expectOptimal(method: SearchMethod, request: SearchRequest): void {
  const brute = bruteForce(request);
  if (brute.feasible.length === 0) return;
  const { best, pareto, optimal, feasible } = method.search(request);
  const [first] = best;
  if (first) expect(first.score).toBeLessThanOrEqual(brute.best[0]?.score as number);
  if (!optimal) return;
  expect(feasible).toBe(brute.feasible.length);
  expect(best).toEqual(brute.best);
  expect(pareto).toEqual(request.pareto ? brute.pareto : []);
}
