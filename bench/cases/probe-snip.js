/* SNIP of random networks, everything included, on this thread and on two: `probe-snip.js [NETWORKS]`. Milliseconds a network. */
import { networkProbe, openOnnx } from "@zerolm/engine";
import { nodeHost } from "@zerolm/node";
import { randomNetworks, snipRequest } from "../probe-networks.js";

const networks = randomNetworks(Number(process.argv[2] ?? 200));
const executor = await openOnnx();
const probe = networkProbe(executor);
const started = performance.now();
const sums = [];
for (const network of networks) sums.push(sumOf(await probe.run(network, snipRequest)));
const alone = performance.now() - started;
const { opened } = executor;
await probe.close();

const workers = await nodeHost().workers(2);
const figures = {};
if (workers) {
  const run = (architecture) => workers.run("probe", { architecture, request: snipRequest });
  await Promise.all([run(networks[0]), run(networks[1])]); // starts the threads
  const begun = performance.now();
  const found = await Promise.all(networks.map(run));
  figures["2 workers"] = (performance.now() - begun) / networks.length;
  figures["one / 2 workers"] = alone / networks.length / figures["2 workers"];
  figures["different sums"] = found.filter((readings, index) => sumOf(readings) !== sums[index]).length;
  await workers.close();
}
console.log(JSON.stringify({ "one thread": alone / networks.length, sessions: opened, ...figures }));

function sumOf({ snip }) {
  return snip.reduce((sum, { values }) => sum + values[0], 0);
}
