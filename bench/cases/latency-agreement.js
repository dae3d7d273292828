/*
 * How far two runs over 30 random decoders (hidden 128 to 512, 2 to 12 layers) agree, by Kendall's τ of their medians: timed in turn, as `zerolm measure` does,
 * and one network after another. Prints τ of a text of 128 tokens and of a token behind a cache of 256, and how far the anchor moved in the worse run in turn.
 *
 * node latency-agreement.js [rounds] [networks]
 */
import { kendall, quantile, Random, resolveArchitecture } from "@zerolm/core";
import { defaultPass, findRuntime, interleaved, latencies, latencySession, NormalPool } from "@zerolm/engine";

const rounds = Number(process.argv[2] ?? 24);
const random = new Random(7);
const networks = Array.from({ length: Number(process.argv[3] ?? 30) }, () => decoder());
const figures = {};
const inTurn = [await latencies(networks, { rounds }), await latencies(networks, { rounds })];
const oneByOne = [await apart(), await apart()];
for (const pass of ["prefill", "decode"]) {
  figures[`${pass}, in turn`] = agreement(inTurn.map((run) => run.networks.map((one) => one[pass].median)));
  figures[`${pass}, one after another`] = agreement(oneByOne.map((run) => run.map((one) => one[pass])));
}
figures.drift = Math.max(...inTurn.map(({ drift }) => drift));
console.log(JSON.stringify(figures));

function agreement([one, other]) {
  return kendall(one, other);
}

/** The median of each network, all rounds of one before the next is loaded. */
async function apart() {
  const found = await findRuntime();
  const pool = new NormalPool(0);
  const medians = [];
  for (const network of networks) {
    const { prefill, decode, close } = await latencySession(network, defaultPass, {
      found,
      threads: 1,
      pool,
    });
    const [ofText] = await interleaved([prefill], { rounds });
    const [ofToken] = await interleaved([decode], { rounds });
    await close();
    medians.push({ prefill: quantile(ofText, 0.5), decode: quantile(ofToken, 0.5) });
  }
  return medians;
}

function decoder() {
  const heads = 2 + random.below(7);
  const hidden = 64 * heads;
  const { value } = resolveArchitecture({
    kind: "decoder",
    hidden,
    norm: "rms",
    embedding: { vocabulary: 8192 },
    finalNorm: true,
    head: { vocabulary: "tied" },
    layers: [
      {
        mixer: { kind: "attention", heads, bias: "none" },
        ffn: { kind: "gated", width: 64 * Math.round((hidden * (2 + random.uniform() * 2)) / 64) },
        repeat: 2 + random.below(11),
      },
    ],
  });
  return value;
}
