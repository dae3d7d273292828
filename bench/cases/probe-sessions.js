/*
 * What opening sessions costs where nearly every network has a topology of its own: SNIP of networks of NAS-Bench-BERT as they are labelled (in
 * $ZEROLM_DATA), every so manyth, on one thread. Prints seconds of the whole, of opening sessions and of running them; the rest builds graphs and
 * feeds numbers.
 *
 * node probe-sessions.js [EVERY]
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { benchmarkFormats } from "@zerolm/core";
import { networkProbe, openOnnx } from "@zerolm/engine";
import { InferenceSession } from "onnxruntime-node";
import { snipRequest } from "../probe-networks.js";

const every = Number(process.argv[2] ?? 1);
const text = readFileSync(join(process.env.ZEROLM_DATA, "nas-bench-bert", "BERT_benchmark.json"), "utf8");
const { entries } = benchmarkFormats["nas-bench-bert"].read(text, { reading: "labelled" });
const networks = entries.filter((_, index) => index % every === 0).map(({ architecture }) => architecture);

const spent = { opening: 0, running: 0 };
const timed = (kind, work) =>
  async function (...given) {
    const start = performance.now();
    const answer = await work.apply(this, given);
    spent[kind] += (performance.now() - start) / 1000;
    return answer;
  };
InferenceSession.prototype.run = timed("running", InferenceSession.prototype.run);
const { create } = InferenceSession;
InferenceSession.create = timed("opening", create);

const executor = await openOnnx();
const probe = networkProbe(executor);
const started = performance.now();
for (const network of networks) await probe.run(network, snipRequest);
const seconds = (performance.now() - started) / 1000;
await probe.close();
console.log(JSON.stringify({ networks: networks.length, sessions: executor.opened, seconds, ...spent }));
