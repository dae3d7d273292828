import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { budgetQuantities, proxies, searchMethods } from "../../packages/core/dist/index.js";
import { layersOf, widthsOf } from "../uneven-space.js";

// How exact search grows with depth, choices a layer and distinct costs: optimum under a budget in the middle and the whole front, each
// in a process of its own. `even` widths have a common step, `uneven` ones none, so that nearly every sum is a cost of its own.
const rows = [
  [8, 20, "even"],
  [16, 20, "even"],
  [32, 20, "even"],
  [64, 20, "even"],
  [64, 50, "even"],
  [64, 200, "even"],
  [8, 20, "uneven"],
  [16, 20, "uneven"],
  [32, 20, "uneven"],
  [48, 20, "uneven"],
  [64, 20, "uneven"],
  [64, 200, "uneven"],
];

const [depth, choices, spacing] = process.argv.slice(2);
if (depth === undefined) console.log(JSON.stringify(Object.assign({}, ...rows.map(inProcess))));
else console.log(JSON.stringify(await grow(Number(depth), Number(choices), spacing)));

function inProcess(row) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), ...row.map(String)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  const name = `${row[0]}x${row[1]}${row[2] === "even" ? "" : "u"}`;
  return Object.fromEntries(
    Object.entries(JSON.parse(stdout)).map(([key, value]) => [`${name} ${key}`, value]),
  );
}

async function grow(layers, options, kind) {
  const widths = widthsOf(options, kind);
  const space = layersOf(layers, { ffnWidth: widths });
  const cost = budgetQuantities.nonEmbeddingParameters();
  const scorer = proxies.nsc.scorer({ std: 0.02, nscAttention: "merged" });
  const middle = layers * (4 * 512 * 512 + 1025 * widths[options >> 1]);
  const search = (budgets, pareto) =>
    searchMethods.exact.search({ space, scorer, budgets, top: 1, cost, pareto });
  const started = performance.now();
  await search([{ quantity: cost, maximum: middle }], false);
  const between = performance.now();
  const { pareto } = await search([], true);
  return {
    optimum: between - started,
    front: performance.now() - between,
    points: pareto.length,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
