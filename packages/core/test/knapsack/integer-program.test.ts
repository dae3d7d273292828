import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { IntegerProgram, type Kind } from "../../src/knapsack/integer-program.js";
import { Knapsack } from "../../src/knapsack/knapsack.js";
import { plainTotal, type Window } from "../../src/knapsack/program.js";
import { rounded } from "../../src/knapsack/rounding.js";
import { Solver } from "../../src/knapsack/solver.js";
import { allWays, type Choices, exactGroups, groupsOf, realChoice } from "./brute-force.js";

let solver: Solver;
beforeAll(async () => {
  solver = await Solver.load();
});

/** Groups that are one object are one kind. */
const kindsOf = (groups: Choices): Kind[] =>
  [...new Set(groups)].map((own) => ({
    groups: [...groups.keys()].filter((index) => groups[index] === own),
    columns: own.map(({ size, value }, choice) => ({ choice, value, sizes: [size] })),
  }));

const arbitraryWindow: fc.Arbitrary<Window> = fc.record({
  minimum: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  maximum: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
});

describe("an integer program", () => {
  it("has the best value of all, with groups of one kind counted together", () => {
    fc.assert(
      fc.property(groupsOf(realChoice), arbitraryWindow, (groups, window) => {
        const { minimum = -Infinity, maximum = Infinity } = window;
        const ways = allWays(groups).filter(({ size }) => size >= minimum && size <= maximum);
        const program = new IntegerProgram(kindsOf(groups), plainTotal, [plainTotal]);
        const solution = solver.solve(program.linear(program.gains, [window]));
        if (ways.length === 0) {
          expect(solution.status).toBe("infeasible");
          return;
        }
        if (solution.status !== "optimal") throw new Error(solution.status);
        const best = Math.max(...ways.map(({ value }) => value));
        expect(program.valueOf(solution.bound)).toBeCloseTo(best, 6);
        expect(program.boundOf(solution.bound)).toBeGreaterThanOrEqual(program.valueOf(solution.bound));
        expect(program.valueOf(program.gainOf(best))).toBeCloseTo(best, 9);
        const choices = program.choicesOf(solution.x!);
        const taken = groups.map((group, index) => group[choices[index]!]!);
        const size = taken.reduce((sum, one) => sum + one.size, 0);
        expect(size).toBeGreaterThanOrEqual(minimum);
        expect(size).toBeLessThanOrEqual(maximum);
        expect(taken.reduce((sum, one) => sum + one.value, 0)).toBeCloseTo(best, 6);
      }),
      { numRuns: 200 },
    );
  });

  it("counts totals from a rest and in a scale", () => {
    const total = { rest: { high: 10, low: 0 }, scale: 2 };
    const groups: Choices = [
      [
        { size: 1, value: 1 },
        { size: 2, value: 4 },
      ],
    ];
    const program = new IntegerProgram(kindsOf(groups), total, [total]);
    const best = (maximum: number) => {
      const solution = solver.solve(program.linear(program.gains, [{ maximum }]));
      return solution.status === "infeasible" ? undefined : program.valueOf(solution.bound);
    };
    expect([best(21), best(22), best(23), best(24)]).toEqual([undefined, 22, 22, 28]);
  });
});

describe("the relaxation of a knapsack", () => {
  it("is the linear program, and leads to a solution within the budget that is not worth more", () => {
    fc.assert(
      fc.property(groupsOf(realChoice), fc.integer({ min: 0, max: 150 }), (groups, maximum) => {
        // Each group an object of its own, as rounding asks for.
        const own = groups.map((group) => [...group]);
        const knapsack = new Knapsack(exactGroups(own));
        const most = Math.floor((maximum - knapsack.base) / knapsack.unit);
        const bound = knapsack.relaxation.from(0).within(-Infinity, most);
        const program = new IntegerProgram(kindsOf(groups), plainTotal, [plainTotal]);
        // The budget as far as sizes can reach it: the relaxation may use that much of it.
        const window = { maximum: knapsack.base + knapsack.unit * most };
        const linear = program.linear(program.gains, [window]);
        const budget = linear.rows.at(-1)!;
        const exactRows = [...linear.rows.slice(0, -1), { ...budget, upper: Math.floor(budget.upper) }];
        const solution = solver.solve({ ...linear, rows: exactRows }, { relaxed: true });
        if (most < 0) {
          expect([bound, solution.status]).toEqual([-Infinity, "infeasible"]);
          return;
        }
        if (solution.status === "infeasible") throw new Error("infeasible");
        expect(bound).toBeCloseTo(program.valueOf(solution.bound), 6);
        const { chosen, price } = rounded(knapsack, most);
        const taken = own.map((group, index) => group[chosen[index]!]!);
        expect(taken.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(maximum);
        expect(taken.reduce((sum, { value }) => sum + value, 0)).toBeLessThanOrEqual(bound + 1e-12);
        expect(price).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });
});
