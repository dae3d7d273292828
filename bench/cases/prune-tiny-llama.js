/*
 * What pruning does to the trained supernet tiny-llama-kjv (in $ZEROLM_DATA): losses in nats a byte over the first 32 windows of its
 * held-out text, at 80 % and 65 % of the non-embedding parameters, by every proxy, order and floor; random allocations beside them.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  lossOf,
  mapCheckpoint,
  openCheckpoint,
  prunedCheckpoint,
  prunePlanner,
  pruneProxies,
  readLlama,
  squareStatistics,
  squaresHere,
  subNetwork,
  wasmKernels,
} from "@zerolm/checkpoint";
import { Random } from "@zerolm/core";
import { pathFolder, writePrunedFolder } from "@zerolm/node";

const model = join(process.env.ZEROLM_DATA, "tiny-llama-kjv");
const text = readFileSync(join(model, "eval.txt"));
const checkpoint = await openCheckpoint(await pathFolder(model));
const kernels = await wasmKernels();
const mapped = mapCheckpoint(checkpoint);
const statistics = await squareStatistics(mapped, squaresHere(kernels));
const whole = await readLlama(checkpoint);
const folder = mkdtempSync(join(tmpdir(), "zerolm-prune-bench-"));
const figures = { whole: lossFor(whole) };

/** What layers have in common: nothing, their number of heads (the default), or their FFN width too. */
const sharing = { "layers differ": "none", "equal heads": "heads", "equal layers": "all" };

for (const keep of [0.8, 0.65]) {
  const name = `${100 * keep} %`;
  for (const [shared, uniform] of Object.entries(sharing))
    for (const order of ["stored", "norm"])
      for (const proxy of Object.keys(pruneProxies))
        figures[`${name}, ${shared}, ${order}, ${proxy}`] = await lossOfPlan(keep, {
          proxy: pruneProxies[proxy],
          order,
          uniform,
        });
  for (const proxy of ["zerolm", "parameters"])
    figures[`${name}, equal heads, stored, ${proxy}, at least 0.25`] = await lossOfPlan(keep, {
      proxy: pruneProxies[proxy],
      order: "stored",
      uniform: "heads",
      atLeast: 0.25,
    });
  for (const equal of [false, true]) {
    const losses = await randomLosses(keep, equal);
    const which = `${name}, random${equal ? " with equal heads" : ""}`;
    figures[`${which}: mean of 20`] = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    figures[`${which}: best of 20`] = Math.min(...losses);
  }
}
await checkpoint.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify(figures));

function lossFor(llama) {
  return lossOf(llama, text, { windows: 32, context: 128 }, kernels.multiply);
}

/** Through a written checkpoint, as a user has it. */
async function lossOfPlan(keep, options) {
  const planner = await prunePlanner(mapped, statistics, options);
  const plan = planner.plan(planner.size - (1 - keep) * planner.nonEmbeddingSize);
  const path = join(folder, String(Object.keys(figures).length));
  await writePrunedFolder(path, checkpoint, prunedCheckpoint(mapped, plan));
  const smaller = await openCheckpoint(await pathFolder(path));
  const loss = lossFor(await readLlama(smaller));
  await smaller.close();
  return loss;
}

/** From the same choices: at least a half of every sub-module, FFN rows in sixteens; filled to within 1 %. */
async function randomLosses(keep, equalHeads) {
  const { nonEmbeddingSize } = await prunePlanner(mapped, statistics);
  const random = new Random(1);
  const losses = [];
  while (losses.length < 20) {
    const heads = equalHeads
      ? new Array(6).fill(2 + random.below(3))
      : Array.from({ length: 6 }, () => 2 + random.below(3));
    const ffn = Array.from({ length: 6 }, () => 16 * (12 + random.below(13)));
    const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
    const share = (16_384 * sum(heads) + 384 * sum(ffn) + 13 * 128) / nonEmbeddingSize;
    if (share <= keep && share > keep - 0.01) losses.push(lossFor(subNetwork(whole, { heads, ffn })));
  }
  return losses;
}
