import { builtinSpace, proxies, searchMethods } from "../../packages/core/dist/index.js";

// How far below the proven optimum each heuristic ends after so many seconds, in percent of the optimum, and how many architectures
// it looks at a second: Neural Spectral Capacity's space at 38.4M ± 5 % non-embedding parameters, and LiteTransformerSearch's GPT-2
// space (7·10²³ architectures) at 40M ± 1 %.
//
//   node bench/cases/search-heuristics.js [seconds] [seed]

const [seconds, seed] = [Number(process.argv[2] ?? 10), Number(process.argv[3] ?? 0)];
const quantity = {
  name: "non-embedding parameters",
  additive: proxies.nonEmbeddingParameters.scorer({}).additive,
};
const budget = (size, share) => ({ quantity, minimum: size * (1 - share), maximum: size * (1 + share) });
const tasks = { "nsc-transformer-xl": budget(38.4e6, 0.05), "lts-gpt2": budget(40e6, 0.01) };

const figures = {};
for (const [name, limit] of Object.entries(tasks)) {
  const request = {
    space: builtinSpace(name),
    scorer: proxies.nsc.scorer({ nscAttention: "merged", std: 0.02 }),
    budgets: [limit],
    top: 1,
    cost: quantity,
    pareto: false,
    seed,
    limits: { seconds },
  };
  const [optimum] = (await searchMethods.exact.search(request)).best;
  for (const method of ["evolution", "nsga2", "local", "random"]) {
    const { best, evaluated } = await searchMethods[method].search(request);
    figures[`${name} ${method} gap %`] = 100 * (1 - best[0].score / optimum.score);
    figures[`${name} ${method} a second`] = Math.round(evaluated / seconds);
  }
}
console.log(JSON.stringify(figures));
