import { budgetQuantities, builtinSpace, proxies, searchMethods } from "../../packages/core/dist/index.js";

// The optimum of LiteTransformerSearch's GPT-2 space (7·10²³ architectures) at 40M ± 1 % non-embedding parameters, in a process of its own:
// the first search measures 5,208 options and is what one who searches once waits for; the others are given as their median.
const quantity = budgetQuantities.nonEmbeddingParameters();
const space = builtinSpace("lts-gpt2");
const scorer = proxies.nsc.scorer({ nscAttention: "merged", std: 0.02 });
const budgets = [{ quantity, minimum: 0.99 * 40e6, maximum: 1.01 * 40e6 }];
const milliseconds = [];
let score;
for (let run = 0; run < 12; run++) {
  const started = performance.now();
  const { best } = await searchMethods.exact.search({
    space,
    scorer,
    budgets,
    top: 1,
    cost: quantity,
    pareto: false,
  });
  milliseconds.push(performance.now() - started);
  score = best[0].score;
}
const [cold, ...warm] = milliseconds;
const [median] = warm.toSorted((a, b) => a - b).slice(warm.length >> 1);
console.log(JSON.stringify({ coldMilliseconds: cold, milliseconds: median, score }));
