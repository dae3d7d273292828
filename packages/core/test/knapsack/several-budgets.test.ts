import { beforeAll, describe, expect, it } from "vitest";
import { InterruptedError } from "../../src/errors.js";
import { allocateWithin, type Choice, sizesOf } from "../../src/knapsack/allocate.js";
import { Solver } from "../../src/knapsack/solver.js";
import { Random } from "../../src/random/random.js";

let solver: Solver;
beforeAll(async () => {
  solver = await Solver.load();
});

/** The best value within all limits, by trying everything. */
function bestOfAll(groups: readonly (readonly Choice[])[], limits: readonly number[]): number | undefined {
  let best: number | undefined;
  const visit = (index: number, rooms: readonly number[], value: number): void => {
    if (rooms.some((room) => room < 0)) return;
    const group = groups[index];
    if (!group) {
      best = best === undefined ? value : Math.max(best, value);
      return;
    }
    for (const choice of group)
      visit(
        index + 1,
        rooms.map((room, budget) => room - sizesOf(choice)[budget]!),
        value + choice.value,
      );
  };
  visit(0, limits, 0);
  return best;
}

/** Groups whose sizes pull in different directions, so that no budget implies another. */
function instance(random: Random, budgets: number) {
  const groups = Array.from({ length: 3 + random.below(4) }, () =>
    Array.from({ length: 2 + random.below(5) }, (): Choice => {
      const [size, ...also] = Array.from({ length: budgets }, () => 7 + 3 * random.below(40));
      return { size: size!, also, value: random.uniform() };
    }),
  );
  const limits = Array.from({ length: budgets }, () => groups.length * (20 + random.below(80)));
  return { groups, limits };
}

describe("several budgets", () => {
  it.each([1, 2, 3])("give the best of all, with %i of them", async (budgets) => {
    const random = new Random(budgets);
    const seen = { none: 0, programs: 0 };
    for (let round = 0; round < 150; round++) {
      const { groups, limits } = instance(random, budgets);
      let programs = 0;
      const counted = {
        solve: (...words: Parameters<Solver["solve"]>) => {
          programs++;
          return solver.solve(...words);
        },
      };
      const found = await allocateWithin(groups, { limits, solver: counted as Solver });
      const best = bestOfAll(groups, limits);
      seen.programs += programs;
      if (best === undefined) {
        seen.none++;
        expect(found).toBeUndefined();
        continue;
      }
      expect(found!.optimal).toBe(true);
      expect(found!.value).toBeCloseTo(best, 9);
      const chosen = groups.map((group, index) => group[found!.chosen[index]!]!);
      for (const [budget, limit] of limits.entries())
        expect(chosen.reduce((sum, one) => sum + sizesOf(one)[budget]!, 0)).toBeLessThanOrEqual(limit);
      expect(found!.size).toBe(chosen.reduce((sum, { size }) => sum + size, 0));
    }
    expect(seen.none).toBeGreaterThan(0);
    // Both ways to an answer are tried: a budget that implies the others, and a program.
    if (budgets === 1) expect(seen.programs).toBe(0);
    else {
      expect(seen.programs).toBeGreaterThan(20);
      expect(seen.programs).toBeLessThan(150);
    }
  });

  it("are met to the unit, also where sizes are as large as those of real models", async () => {
    const random = new Random(9);
    for (let round = 0; round < 20; round++) {
      const groups = Array.from({ length: 6 }, () =>
        Array.from({ length: 5 }, (_, index): Choice => {
          const size = 4096 * (1000 + 256 * index + random.below(7));
          return {
            size,
            also: [2 * 512 * size + 4 * 512 ** 2 * random.below(4096)],
            value: index + random.uniform(),
          };
        }),
      );
      const limits = [0, 1].map((budget) => {
        const sizes = groups.map((group) => sizesOf(group[1 + random.below(4)]!)[budget]!);
        return sizes.reduce((sum, size) => sum + size, 0) - random.below(2);
      });
      const best = bestOfAll(groups, limits);
      const found = await allocateWithin(groups, { limits, solver });
      if (best === undefined) expect(found).toBeUndefined();
      else expect(found!.value).toBeCloseTo(best, 9);
    }
  });

  it("end between two slices of the solver's time once the host stops: with what is found, if anything is", async () => {
    const choices = [
      { size: 0, also: [0], value: 0 },
      { size: 3, also: [1], value: 3 },
      { size: 1, also: [3], value: 3 },
    ];
    const stoppedWith = async (hasFound: boolean) => {
      const taken: (number | undefined)[] = [];
      const slow = {
        solve: (...[program, options]: Parameters<Solver["solve"]>) => {
          taken.push(options?.seconds);
          const solution = solver.solve(program, options);
          if (solution.status === "infeasible") return solution;
          return { ...solution, status: "cut short", x: hasFound ? solution.x : undefined };
        },
      };
      const signal = { aborted: false };
      const report = (): void => {
        signal.aborted = taken.length === 2;
      };
      const limits = { limits: [5, 5], solver: slow as Solver, host: { signal, report } };
      const found = allocateWithin([choices, choices, choices], limits);
      await found.catch(() => undefined);
      expect(taken).toEqual([2, 4]);
      return found;
    };
    expect(await stoppedWith(true)).toMatchObject({ value: 6, optimal: false });
    await expect(stoppedWith(false)).rejects.toThrow(InterruptedError);
  });
});
