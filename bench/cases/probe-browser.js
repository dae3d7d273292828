/* SNIP of 40 random networks in Chromium by onnxruntime-web and here by onnxruntime-node, one thread each; milliseconds a network. */
import { networkProbe, openOnnx } from "@zerolm/engine";
import { chromium } from "playwright-core";
import { probeScript, servePage } from "../page.js";
import { randomNetworks, snipRequest } from "../probe-networks.js";

const networks = randomNetworks(40);
const page = await servePage(probeScript);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const tab = await browser.newPage();
await tab.goto(page.address);
await tab.waitForFunction(() => "probeNetworks" in globalThis);
const there = await tab.evaluate(
  ([list, request]) => globalThis.probeNetworks(list, request),
  [networks, snipRequest],
);
await browser.close();
page.close();

const probe = networkProbe(await openOnnx({ packages: ["onnxruntime-node"] }));
const here = [];
for (const network of networks) {
  const started = performance.now();
  const { snip } = await probe.run(network, snipRequest);
  here.push({
    score: snip.reduce((sum, { values }) => sum + values[0], 0),
    milliseconds: performance.now() - started,
  });
}
await probe.close();
const mean = (list) => list.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / list.length;
const errors = here.map(({ score }, index) => Math.abs(there[index].score / score - 1));
console.log(
  JSON.stringify({
    native: mean(here),
    chromium: mean(there),
    ratio: mean(there) / mean(here),
    largestError: Math.max(...errors),
  }),
);
