/* SNIP of one network of about 100M parameters on 4 × 128 tokens: the memory of the whole process at its peak, in GB. */
import { proxies } from "@zerolm/core";
import { networkProbe, openOnnx } from "@zerolm/engine";
import { largeNetwork, snipRequest } from "../probe-networks.js";

const network = largeNetwork();
const probe = networkProbe(await openOnnx());
await probe.run(network, { ...snipRequest, batch: { sequences: 4, tokens: 128 } });
await probe.close();
const millions = proxies.parameters.scorer().score(network).value / 1e6;
console.log(JSON.stringify({ millions, peak: process.resourceUsage().maxRSS / 2 ** 20 }));
