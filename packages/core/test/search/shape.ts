import fc from "fast-check";
import { expect } from "vitest";
import { proxies } from "../../src/proxy/proxies.js";
import { exact } from "../../src/search/exact/exact.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import { milp } from "../../src/search/milp/milp.js";
import { arbitrarySpace } from "../../testing/arbitrary-space.js";
import { bruteForce, quantities } from "../../testing/brute-force.js";

const cost = quantities.parameters;

/** In so many random small spaces each method that gives a proof finds the best by shape that looking at every architecture finds. */
export const expectProofs = (numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(arbitrarySpace, fc.double({ min: 0, max: 1, noNaN: true }), async (space, share) => {
      const free = { space, scorer: proxies.shape.scorer(), budgets: [], top: 1, cost, pareto: false };
      const costs = bruteForce(free).feasible.map((one) => one.cost);
      const least = Math.min(...costs);
      const maximum = Math.round(least + share * (Math.max(...costs) - least));
      const request = { ...free, budgets: [{ quantity: cost, maximum }] };
      const [best] = bruteForce(request).best;
      for (const method of [exhaustive, exact, milp]) {
        const found = await method.search(request);
        expect({ optimal: found.optimal, score: found.best[0]?.score, cost: found.best[0]?.cost }).toEqual({
          optimal: true,
          score: best?.score,
          cost: best?.cost,
        });
      }
    }),
    { numRuns },
  );
