/*
 * How fast trained networks run over a text, on one thread unless more are asked for: the supernet tiny-llama-kjv (in $ZEROLM_DATA) over 256 windows of 128 bytes, and its 120
 * listed sub-networks over the same. Prints seconds, the loss in nats a byte, and the largest difference from the lists.
 *
 * node text-losses.js PACKAGE [whole|sub-networks] [THREADS]
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openCheckpoint } from "@zerolm/checkpoint";
import { nextTokenWindows, openOnnx, subNetwork, trainedNetwork, windowLosses } from "@zerolm/engine";
import { pathFolder } from "@zerolm/node";

const [, , runtime, which, threads = 1] = process.argv;
const model = join(process.env.ZEROLM_DATA, "tiny-llama-kjv");
const started = performance.now();
const checkpoint = await openCheckpoint(await pathFolder(model));
const network = await trainedNetwork(checkpoint);
await checkpoint.close();
const ids = Int32Array.from(readFileSync(join(model, "eval.txt")));
const windows = nextTokenWindows({ ids, before: [], behind: [] }, 128);
const { full, subnets } = JSON.parse(readFileSync(join(model, "subnets.json"), "utf8"));
const executor = await openOnnx({ packages: [runtime], threads: Number(threads), isSteady: true });
const opened = (performance.now() - started) / 1000;

const whole = await timed(network);
const figures = { opened, seconds: whole.seconds, loss: whole.loss, difference: Math.abs(whole.loss - full) };
if (which === "sub-networks") {
  const all = [];
  for (const { ffn, heads, loss } of subnets)
    all.push({ ...(await timed(subNetwork(network, sizes(ffn, heads)))), listed: loss });
  figures.subNetworksSeconds = all.reduce((sum, { seconds }) => sum + seconds, 0);
  figures.subNetworksDifference = Math.max(...all.map(({ loss, listed }) => Math.abs(loss - listed)));
}
await executor.close();
console.log(JSON.stringify(figures));

async function timed(one) {
  const start = performance.now();
  const losses = await windowLosses(executor, one, windows, { windows: 256 });
  const seconds = (performance.now() - start) / 1000;
  return { seconds, loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length };
}

function sizes(ffn, heads) {
  const layers = network.architecture.layers.map((layer, index) => ({
    ...layer,
    mixer: { ...layer.mixer, heads: heads[index], keyValueHeads: heads[index] },
    ffn: { ...layer.ffn, width: ffn[index] },
  }));
  return { ...network.architecture, layers };
}
