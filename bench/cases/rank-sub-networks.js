/*
 * How the weight-based proxies of pruning rank the 120 trained sub-networks of tiny-llama-kjv (in $ZEROLM_DATA), beside their size.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  mapCheckpoint,
  openCheckpoint,
  prunableParts,
  pruneProxies,
  squareStatistics,
  squaresHere,
  unitSquares,
  wasmKernels,
} from "@zerolm/checkpoint";
import { kendall, kendallMatchedSize, spearman } from "@zerolm/core";
import { pathFolder } from "@zerolm/node";

const model = join(process.env.ZEROLM_DATA, "tiny-llama-kjv");
const networks = JSON.parse(readFileSync(join(model, "subnets.json"), "utf8")).subnets;
const checkpoint = await openCheckpoint(await pathFolder(model));
const mapped = mapCheckpoint(checkpoint);
const statistics = await squareStatistics(mapped, squaresHere(await wasmKernels()));
const quality = networks.map(({ loss }) => -loss);
const sizes = await scoresBy(pruneProxies.parameters);
const figures = {};
for (const [name, proxy] of Object.entries(pruneProxies)) {
  if (proxy.needsText) continue;
  const scores = await scoresBy(proxy);
  figures[`${name}, spearman`] = spearman(scores, quality);
  figures[`${name}, kendall`] = kendall(scores, quality);
  figures[`${name}, matched size`] = kendallMatchedSize(scores, quality, sizes).kendall;
}
await checkpoint.close();
console.log(JSON.stringify(figures));

/** Attention and FFN count alike. */
async function scoresBy(proxy) {
  const scores = new Array(networks.length).fill(0);
  for (const part of prunableParts(mapped)) {
    const order = Array.from({ length: part.units }, (_, unit) => unit);
    const values = await proxy.values(part, { squares: unitSquares(part, statistics) }, order);
    for (const [index, network] of networks.entries())
      scores[index] += values[(part.subModule === "attention" ? network.heads : network.ffn)[part.layer]];
  }
  return scores;
}
