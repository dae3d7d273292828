import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument, type SourceDocument } from "../../src/document/document.js";
import { InputError, WorkError } from "../../src/errors.js";
import { proxies } from "../../src/proxy/proxies.js";
import type { Scorer } from "../../src/proxy/proxy.js";
import { shapeScorer } from "../../src/proxy/shape-scorer.js";
import { quantityOf, rangeOf } from "../../src/search/budget.js";
import { exact } from "../../src/search/exact/exact.js";
import { searchMethods } from "../../src/search/methods.js";
import type { Quantity, SearchMethod, SearchRequest, SearchResult } from "../../src/search/search.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { architectureAt } from "../../src/space/space.js";
import { bruteForce, quantities } from "../../testing/brute-force.js";
import { arbitraryRequest } from "../../testing/search-contract.js";
import { tinySpace } from "../space/tiny-space.js";

const { evolution, nsga2, local, random } = searchMethods;
const heuristics: readonly SearchMethod[] = [evolution, nsga2, local, random];

const nsc = proxies.nsc.scorer({ nscAttention: "merged", std: 0.02 });
const lts = builtinSpace("lts-gpt2");
const narrow = { quantity: quantities.nonEmbedding, minimum: 39.6e6, maximum: 40.4e6 };

/** A narrow budget in a space of 7·10²³. */
const request = (more: Partial<SearchRequest> = {}): SearchRequest => ({
  space: lts,
  scorer: nsc,
  budgets: [narrow],
  top: 5,
  cost: quantities.nonEmbedding,
  pareto: true,
  seed: 3,
  limits: { evaluations: 2000 },
  ...more,
});

const saved = (state: unknown): SourceDocument => readDocument(JSON.stringify(state), "state.json");

/** The state when so many had been looked at. */
async function stateAfter(method: SearchMethod, evaluations: number, more: Partial<SearchRequest> = {}) {
  const { state } = await method.search(request({ ...more, limits: { evaluations } }));
  return JSON.parse(JSON.stringify(state)) as Record<string, never>;
}

/** What was found, but for how the width of attention is cut into heads: only where all is sums may one way stand for another. */
const valued = ({ best, ...found }: SearchResult) => ({
  ...found,
  best: best.map(({ score, cost }) => ({ score, cost })),
});

/** Small spaces that have something within the budgets. */
const possible = fc
  .sample(arbitraryRequest, { seed: 5, numRuns: 60 })
  .filter((one) => bruteForce(one).feasible.length > 0);

describe.each(heuristics)("$name", (method) => {
  it("finds architectures within a budget that one in thousands meets", async () => {
    const { best, evaluated, optimal } = await method.search(request());
    expect({ found: best.length, evaluated, optimal }).toEqual({ found: 5, evaluated: 2000, optimal: false });
    const [optimum] = (await exact.search(request({ pareto: false }))).best;
    expect(best[0]?.score).toBeGreaterThan(0.95 * (optimum?.score as number));
    expect(best[0]?.score).toBeLessThanOrEqual(optimum?.score as number);
  });

  it("finds something in nearly every small space that has something", async () => {
    const found = await Promise.all(
      possible.map(async (one) =>
        method.search(one).then(
          () => true,
          (cause: unknown) => {
            if (cause instanceof WorkError) return false;
            throw cause;
          },
        ),
      ),
    );
    expect(possible.length).toBeGreaterThan(40);
    expect(found.filter((one) => one).length).toBeGreaterThan(0.97 * possible.length);
  });

  it("goes on from any state as if it had never stopped", async () => {
    const limits = { evaluations: 450 };
    const whole = await method.search(request({ limits }));
    for (const stop of [1, 37, 100, 150, 399]) {
      const resume = saved(await stateAfter(method, stop));
      const { state, ...result } = await method.search(request({ resume, limits }));
      expect(JSON.stringify(result)).toBe(JSON.stringify({ ...whole, state: undefined }));
      expect(JSON.stringify(state)).toBe(JSON.stringify(whole.state));
    }
  });

  it("searches elsewhere by another seed", async () => {
    const scores = ({ pareto }: SearchResult): number[] => pareto.map(({ score }) => score);
    expect(scores(await method.search(request()))).not.toEqual(
      scores(await method.search(request({ seed: 4 }))),
    );
  });

  it("scores whole architectures as it adds up layers, and measured quantities as sums", async () => {
    const added = await method.search(request({ limits: { evaluations: 300 } }));
    const whole = request({ scorer: shapeScorer(nsc.score), limits: { evaluations: 300 } });
    expect(valued(await method.search(whole))).toEqual(valued(added));
    const { name } = quantities.flops;
    const measured: Quantity = { name, measure: (one) => quantityOf(quantities.flops, one) };
    const budgets = [{ quantity: measured, maximum: 8e9 }];
    const { best } = await method.search(request({ budgets, limits: { evaluations: 300 } }));
    for (const { genotype } of best)
      expect(quantityOf(measured, architectureAt(lts, genotype))).toBeLessThanOrEqual(8e9);
  });

  it("waits for scores, and finds what it finds without waiting", async () => {
    const limits = { evaluations: 300 };
    const waiting = { scoreMany: nsc.scoreMany };
    const found = await method.search(request({ scorer: waiting, limits }));
    expect(valued(found)).toEqual(valued(await method.search(request({ limits }))));
    const resume = saved(await stateAfter(method, 137, { scorer: waiting }));
    expect(await method.search(request({ scorer: waiting, limits, resume }))).toEqual(found);
  });

  it("scores ahead what may come next if several are scored side by side, and finds the same", async () => {
    const limits = { evaluations: 300 };
    const asked: number[] = [];
    const scoreMany: Scorer["scoreMany"] = async (architectures, host) => {
      asked.push(architectures.length);
      return await nsc.scoreMany(architectures, host);
    };
    const found = await method.search(request({ scorer: { scoreMany, atOnce: 3 }, limits }));
    expect(found).toEqual(await method.search(request({ scorer: { scoreMany: nsc.scoreMany }, limits })));
    expect(Math.max(...asked)).toBeLessThanOrEqual(3);
    if (method.name === "random") expect(asked.length).toBeLessThanOrEqual(100);
  });

  it("forgets what it was waiting for when it was stopped, and resumes as if it had not been", async () => {
    const limits = { evaluations: 200 };
    const whole = await method.search(request({ limits }));
    const signal = { aborted: false };
    let asked = 0;
    const scoreMany: Scorer["scoreMany"] = async (architectures, host) => {
      signal.aborted = ++asked === 20;
      return await nsc.scoreMany(architectures, host);
    };
    const { state, evaluated } = await method.search(request({ scorer: { scoreMany }, limits, signal }));
    expect(evaluated).toBeLessThan(200);
    const resumed = await method.search(request({ limits, resume: saved(state) }));
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(whole));
  });

  it("never ranks what has no score, and counts it", async () => {
    const scorer = shapeScorer((architecture) =>
      architecture.layers.length % 2 === 0
        ? nsc.score(architecture)
        : { value: Number.NaN, missing: "is odd" },
    );
    const { best, pareto, unscored } = await method.search(request({ scorer, limits: { evaluations: 400 } }));
    for (const { score, genotype } of [...best, ...pareto]) {
      const architecture = architectureAt(lts, genotype);
      expect(architecture.layers.length % 2).toBe(0);
      expect(score).toBe(nsc.score(architecture).value);
    }
    expect(unscored?.missing).toBe("is odd");
    expect(architectureAt(lts, unscored!.genotype).layers.length % 2).toBe(1);
    const never = shapeScorer(() => ({ value: Number.NaN, missing: "returned NaN" }));
    await expect(async () => method.search(request({ scorer: never }))).rejects.toThrow(
      /^no architecture within the budgets has a score \([\d,]+ tried\): for the first the proxy returned NaN$/,
    );
  });

  it("stops when told to, and when its time is up", async () => {
    const signal = { aborted: false };
    let reports = 0;
    const onProgress = (): void => {
      signal.aborted = ++reports === 2;
    };
    const { evaluated } = await method.search(request({ signal, onProgress, limits: { seconds: 1000 } }));
    expect(evaluated).toBeGreaterThan(0);
    expect(reports).toBe(2);
    const brief = await method.search(request({ limits: { evaluations: 1e9, seconds: 0.05 } }));
    expect(brief.evaluated).toBeLessThan(1e9);
  });

  it("says how near it came where it found nothing", async () => {
    const flops = rangeOf(quantities.flops, tinySpace());
    const parameters = rangeOf(quantities.parameters, tinySpace());
    const budgets = [
      { quantity: quantities.parameters, maximum: parameters.minimum },
      { quantity: quantities.flops, minimum: flops.maximum },
    ];
    await expect(async () => method.search(request({ space: tinySpace(), budgets }))).rejects.toThrow(
      WorkError,
    );
    const single = {
      quantity: quantities.parameters,
      minimum: parameters.minimum + 1,
      maximum: parameters.minimum + 2,
    };
    await expect(async () =>
      method.search(request({ space: tinySpace(), budgets: [single] })),
    ).rejects.toThrow(
      /none of 2,000 architectures tried in tiny meets the budgets. The nearest has [\d,]+ parameters. Widen|lies within the budget on parameters. To find one, widen it/,
    );
  });

  it("refuses the state of another search with file, line and key", async () => {
    const state = await stateAfter(method, 150);
    const going = async (changed: object, more: Partial<SearchRequest> = {}): Promise<string> => {
      const resume = saved({ ...state, ...changed });
      const cause = await method.search(request({ resume, ...more })).catch((one: unknown) => one);
      return cause instanceof InputError ? cause.describe() : `no InputError: ${cause}`;
    };
    expect(await going({ kind: "else" })).toBe(
      "state.json:1:1: is not the state of a search. Write one with zerolm search --state.",
    );
    expect(await going({ version: 7 })).toMatch(/^state.json:1:\d+: version: is 7, but this zerolm/);
    expect(await going({ method: "x" })).toMatch(/^state.json:1:\d+: method: is x, but this search is /);
    expect(await going({ random: [0, 0, 0, 0] })).toMatch(/random: must not be all 0/);
    expect(await going({ nearest: [99_999, 1] })).toMatch(/nearest: is not an architecture of this space/);
    expect(await going({}, { top: 6 })).toMatch(
      /request.top: is 5, but this search has 6. Use the same value/,
    );
    expect(await going({}, { scorer: proxies.zerolm.scorer({}) })).toMatch(
      /best\[0\].score: is [\d.]+, but this search scores it [\d.]+. Search with the same proxy and options./,
    );
  });
});

describe("a walk", () => {
  it.each([
    [evolution, { counters: [3] }],
    [nsga2, { counters: [3] }],
    [local, { counters: [] }],
    [local, { counters: [0, 0, 0] }],
  ])("%# refuses counters that do not go with its population", async (method, changed) => {
    const resume = saved({ ...(await stateAfter(method, 150)), ...changed });
    await expect(async () => method.search(request({ resume }))).rejects.toThrow(
      /does not match the population/,
    );
  });

  it("of NSGA-II finds the greater part of the front that is there", async () => {
    const unbounded = {
      space: builtinSpace("nsc-transformer-xl"),
      budgets: [],
      limits: { evaluations: 10_000 },
    };
    const { pareto } = await nsga2.search(request(unbounded));
    const front = (await exact.search(request(unbounded))).pareto;
    for (const share of [0.3, 0.6, 0.9]) {
      const { cost, score } = front[Math.floor(share * (front.length - 1))] as (typeof front)[number];
      const reached = pareto.filter((one) => one.cost <= cost).at(-1)?.score ?? 0;
      expect(reached).toBeGreaterThan(0.9 * score);
    }
  });
});
