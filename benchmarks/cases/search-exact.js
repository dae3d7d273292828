import { builtinSpace, proxies, searchMethods } from "../../packages/core/dist/index.js";

// The optimum of the NSC paper's space at 38.4M ± 5 % non-embedding parameters, then the front over all budgets; and the optimum of
// LiteTransformerSearch's GPT-2 space (7·10²³ architectures) at 40M ± 1 %.
const quantity = {
  name: "non-embedding parameters",
  additive: proxies.nonEmbeddingParameters.scorer({}).additive,
};

async function timed(spaceName, budgets, pareto) {
  const space = builtinSpace(spaceName);
  const scorer = proxies.nsc.scorer({ nscAttention: "merged", std: 0.02 });
  const started = performance.now();
  const { best } = await searchMethods.exact.search({
    space,
    scorer,
    budgets,
    top: 1,
    cost: quantity,
    pareto,
  });
  return { milliseconds: performance.now() - started, score: best[0].score };
}

const around = (size, share) => [{ quantity, minimum: size * (1 - share), maximum: size * (1 + share) }];
const optimum = await timed("nsc-transformer-xl", around(38.4e6, 0.05), false);
const again = await timed("nsc-transformer-xl", around(38.4e6, 0.05), false);
const front = await timed("nsc-transformer-xl", [], true);
const gpt2 = await timed("lts-gpt2", around(40e6, 0.01), false);

console.log(
  JSON.stringify({
    optimumColdMilliseconds: optimum.milliseconds,
    optimumMilliseconds: again.milliseconds,
    optimumScore: optimum.score,
    frontMilliseconds: front.milliseconds,
    ltsGpt2Milliseconds: gpt2.milliseconds,
  }),
);
