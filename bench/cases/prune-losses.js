/*
 * What pruning does to a trained model: losses in nats a byte over the first windows of its held-out text, by what plans may choose. Every
 * plan is written and read back, as a user has it.
 *
 * node prune-losses.js FOLDER, relative to $ZEROLM_DATA: a checkpoint over bytes with its eval.txt, as train/llama.py writes others
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import {
  mapCheckpoint,
  openCheckpoint,
  prunedCheckpoint,
  prunePlanner,
  pruneProxies,
  squareStatistics,
  squaresHere,
  wasmKernels,
} from "@zerolm/checkpoint";
import { Random } from "@zerolm/core";
import {
  activations,
  nextTokenWindows,
  openOnnx,
  subNetwork,
  trainedNetwork,
  windowLosses,
} from "@zerolm/engine";
import { pathFolder, writePrunedFolder } from "@zerolm/node";

const model = resolve(process.env.ZEROLM_DATA ?? ".", process.argv[2]);
/** The tiny one is a supernet: its units come in the order of their worth, and any leading ones are a trained network. */
const isSupernet = basename(model) === "tiny-llama-kjv";
const count = isSupernet ? 32 : 64;
const order = isSupernet ? "stored" : "norm";
const windows = windowsOf(join(model, "eval.txt"));
const executor = await openOnnx();
const checkpoint = await openCheckpoint(await pathFolder(model));
const mapped = mapCheckpoint(checkpoint);
const statistics = await squareStatistics(mapped, squaresHere(await wasmKernels()));
const whole = await trainedNetwork(checkpoint);
const { size, nonEmbeddingSize } = await prunePlanner(mapped, statistics);
const folder = mkdtempSync(join(tmpdir(), "zerolm-prune-bench-"));
const figures = { whole: await lossFor(whole) };
/** What 64 KB of training text make of the layers. */
const training = windowsOf(join(process.env.ZEROLM_DATA, "kjv/train.txt"), 65_537);
const activity = await activations(executor, whole, training);

/** The worth alone decides, of at least a half of every sub-module. */
const bare = { order, protect: 0, evenness: 0, atLeast: 0.5, loader: "zerolm" };
const alone = Object.fromEntries(
  ["none", "heads"].flatMap((uniform) =>
    Object.entries(pruneProxies)
      .filter(([, { needsText }]) => !needsText)
      .map(([proxy, of]) => [
        `${proxy} alone, ${uniform === "none" ? "layers differ" : "equal heads"}`,
        { ...bare, uniform, proxy: of },
      ]),
  ),
);

for (const keep of [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55]) {
  const budget = size - (1 - keep) * nonEmbeddingSize;
  const byDefault = await pruned(budget, {});
  record(keep, "default", byDefault);
  record(keep, "one-line rule", await pruned(byDefault.size, { evenness: 1, multipleOf: 1 }));
  record(keep, "by a text", await pruned(budget, { activity, protect: 0 }));
  if (![0.9, 0.8, 0.65].includes(keep)) continue;
  record(keep, "equal layers", await pruned(budget, { order, uniform: "all", atLeast: 0.5 }));
  record(keep, "equal layers, by a text", await pruned(budget, { activity, uniform: "all" }));
  for (const [what, options] of Object.entries(alone)) record(keep, what, await pruned(budget, options));
  if (!isSupernet) continue;
  const losses = await randomLosses(keep);
  figures[`${keep}, random: mean of 20`] = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  figures[`${keep}, random: best of 20`] = Math.min(...losses);
}
await checkpoint.close();
await executor.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify(figures));

function record(keep, what, { loss, size: written }) {
  const kept = 1 - (size - written) / nonEmbeddingSize;
  figures[`${keep}, ${what}`] = loss;
  figures[`${keep}, ${what}: written`] = kept;
}

/** The windows of the first bytes of a file. */
function windowsOf(file, bytes = Number.POSITIVE_INFINITY) {
  const ids = Int32Array.from(readFileSync(file).subarray(0, bytes));
  return nextTokenWindows({ ids, before: [], behind: [] }, 128);
}

async function lossFor(network) {
  const losses = await windowLosses(executor, network, windows, { windows: count });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

async function pruned(budget, options) {
  const planner = await prunePlanner(mapped, statistics, options);
  const plan = await planner.plan(budget);
  const path = mkdtempSync(join(folder, "smaller-"));
  await writePrunedFolder(path, checkpoint, prunedCheckpoint(mapped, plan));
  const smaller = await openCheckpoint(await pathFolder(path));
  const loss = await lossFor(await trainedNetwork(smaller));
  await smaller.close();
  return { loss, size: plan.size };
}

/** At least a half of every sub-module, FFN rows in sixteens; filled to within 1 %. */
async function randomLosses(keep) {
  const { layers } = whole.architecture;
  const random = new Random(1);
  const losses = [];
  while (losses.length < 20) {
    const heads = layers.map(({ mixer }) => mixer.heads / 2 + random.below(mixer.heads / 2 + 1));
    const rows = layers.map(({ ffn }) => 16 * (ffn.width / 32 + random.below(ffn.width / 32 + 1)));
    const smaller = layers.map((layer, index) => ({
      ...layer,
      mixer: { ...layer.mixer, heads: heads[index], keyValueHeads: heads[index] },
      ffn: { ...layer.ffn, width: rows[index] },
    }));
    const cut = (numbers) => numbers.reduce((total, one) => total + one, 0);
    const { hidden } = whole.architecture;
    const [{ mixer }] = layers;
    const kept =
      4 * mixer.headDim * hidden * cut(heads) + 3 * hidden * cut(rows) + (2 * layers.length + 1) * hidden;
    const share = kept / nonEmbeddingSize;
    if (share <= keep && share > keep - 0.01)
      losses.push(await lossFor(subNetwork(whole, { ...whole.architecture, layers: smaller })));
  }
  return losses;
}
