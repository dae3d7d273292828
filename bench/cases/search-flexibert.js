import { builtinSpace, labelFreeAlpha, proxies, searchMethods } from "../../packages/core/dist/index.js";

const proxy = process.argv[2] ?? "zerolm";
const space = builtinSpace("flexibert");
const startedAlpha = performance.now();
const alpha = labelFreeAlpha(space);
const started = performance.now();
const cost = { name: "parameters", additive: proxies.parameters.scorer({}).additive };
const scorer = proxies[proxy].scorer(proxy === "zerolm" ? { alpha } : {});
const { evaluated, pareto } = await searchMethods.exhaustive.search({
  space,
  scorer,
  budgets: [],
  top: 10,
  cost,
  pareto: true,
});
const seconds = (performance.now() - started) / 1000;

console.log(
  JSON.stringify({
    seconds,
    alphaSeconds: (started - startedAlpha) / 1000,
    evaluated,
    paretoSize: pareto.length,
    perSecond: Math.round(evaluated / seconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
