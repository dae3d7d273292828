import { budgetQuantities, builtinSpace, proxies, searchMethods } from "../../packages/core/dist/index.js";

// Three budgets at once: integer programs with their proof, and how near 60 seconds of evolution come.
const seconds = Number(process.argv[2] ?? 60);
const { parameters, activeParameters, flops, kvBytes } = budgetQuantities;
const cases = {
  llama: {
    space: "llama-small-wide",
    budgets: [
      { quantity: parameters(), maximum: 30e6 },
      { quantity: flops(), maximum: 30e9 },
      { quantity: kvBytes({ dtype: "bfloat16" }), maximum: 20e3 },
    ],
  },
  moe: {
    space: "moe-small-wide",
    budgets: [
      { quantity: parameters(), maximum: 60e6 },
      { quantity: activeParameters(), maximum: 30e6 },
      { quantity: flops(), maximum: 30e9 },
    ],
  },
};

const figures = {};
for (const [name, { space, budgets }] of Object.entries(cases)) {
  const request = {
    space: builtinSpace(space),
    scorer: proxies.nsc.scorer({}),
    budgets,
    top: 1,
    cost: parameters(),
    pareto: false,
  };
  const started = performance.now();
  const proven = await searchMethods.milp.search(request);
  figures[`${name}MilpSeconds`] = (performance.now() - started) / 1000;
  figures[`${name}Optimal`] = Number(proven.optimal);
  figures[`${name}Score`] = proven.best[0].score;
  const evolved = await searchMethods.evolution.search({ ...request, limits: { seconds } });
  figures[`${name}EvolutionScore`] = evolved.best[0].score;
  figures[`${name}EvolutionGap`] = 1 - evolved.best[0].score / proven.best[0].score;
}
console.log(JSON.stringify(figures));
