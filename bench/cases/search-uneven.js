import { budgetQuantities, proxies, searchMethods } from "../../packages/core/dist/index.js";
import { layersOf, widthsOf } from "../uneven-space.js";

// The best of 64 layers whose costs have little or nothing in common, by the dynamic program and by integer programs, each ended after 40 s:
// 200 uneven FFN widths, and 50 of them with four head widths. Seconds, and by how much others may score more, in percent.
const spaces = {
  widths: layersOf(64, { ffnWidth: widthsOf(200, "uneven") }),
  "widths and heads": layersOf(
    64,
    { ffnWidth: widthsOf(50, "uneven"), headDim: [61, 62, 64, 67] },
    { headDim: "headDim" },
  ),
};
const scorers = {
  nsc: proxies.nsc.scorer({ std: 0.02, nscAttention: "merged" }),
  zerolm: proxies.zerolm.scorer({ alpha: 0.5 }),
};
const cost = budgetQuantities.nonEmbeddingParameters();
const budgets = [{ quantity: cost, maximum: 280e6 }];

const figures = {};
for (const [name, space] of Object.entries(spaces))
  for (const [proxy, scorer] of Object.entries(scorers))
    for (const method of ["exact", "milp"]) {
      const started = performance.now();
      const limits = { seconds: 40 };
      const { best, bound } = await searchMethods[method].search({
        space,
        scorer,
        budgets,
        top: 1,
        cost,
        pareto: false,
        limits,
      });
      figures[`${name} ${proxy} ${method} s`] = (performance.now() - started) / 1000;
      figures[`${name} ${proxy} ${method} gap %`] = 100 * (bound / best[0].score - 1);
    }
console.log(JSON.stringify(figures));
