import { type Architecture, dataDrivenProxies, type Proxy, prepareProxy, proxies } from "@zerolm/core";
import { proxyContract } from "@zerolm/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainExecutor } from "../src/backend/plain/plain.js";
import { networkProbe } from "../src/probe/probe.js";
import { examples } from "./examples.js";

const dataDriven = Object.values<Proxy>(dataDrivenProxies);
const probe = networkProbe(plainExecutor);

/** The proxy with a probe at hand and a batch that is smaller by a factor, so that the oracle need not compute for minutes. */
const small = (proxy: Proxy): Proxy => ({
  ...proxy,
  needs: "shapes",
  async prepare({ probeSequences: sequences, probeTokens: tokens, ...others }, resources) {
    const batch =
      typeof sequences === "number" && typeof tokens === "number"
        ? { probeSequences: Math.ceil(sequences / 4), probeTokens: Math.ceil(tokens / 16) }
        : {};
    return await proxy.prepare({ ...others, ...batch }, { ...resources, probe });
  },
});

const several = ["bert", "fourier", "llama", "mixture", "vit"].map((name) => examples[name]!);

/** One setting that changes every option that a proxy has. */
function settingsOf({ options }: Proxy) {
  const all = { probeSequences: 12, probeTokens: 80, loss: "tokens" };
  const own = Object.fromEntries(Object.entries(all).filter(([key]) => key in options.shape));
  return Object.keys(own).length === 0 ? [] : [{ title: "with other options", options: own }];
}

const { azNas, ...ofOneNetwork } = dataDrivenProxies;

describe.each(Object.values<Proxy>(ofOneNetwork))("the proxy $name", (proxy) => {
  proxyContract(small(proxy), {
    cases: settingsOf(proxy),
    architectures: fc.constantFrom(...several),
    mayMiss: "an image has no tokens to guess",
  });
});

/** What proxies give for an architecture, by their names. */
async function scoresOf(architecture: Architecture): Promise<Record<string, number>> {
  const scores: Record<string, number> = {};
  for (const proxy of dataDriven) {
    const scorer = await prepareProxy(small(proxy), {});
    scores[proxy.name] = (await scorer.scoreMany([architecture]))[0]!.value;
  }
  return scores;
}

describe.each(Object.entries(examples))("of %s", (_name, architecture) => {
  it("every data-driven proxy has a score, and those that are parts are no more than the whole", async () => {
    const scores = await scoresOf(architecture);
    for (const [name, value] of Object.entries(scores)) expect(value, name).toSatisfy(Number.isFinite);
    expect(Math.abs(scores.plain!)).toBeLessThanOrEqual(scores.snip!);
    expect(scores.headImportance).toBeLessThan(scores.snip!);
    expect(scores.synapticSaliency! + scores.headImportance!).toBeCloseTo(scores.snip!, 9);
    expect(scores.attentionConfidence).toBe(scores.headConfidence);
    expect(scores.azTrainability).toBeLessThanOrEqual(1e-5);
    for (const name of ["jacobianCosine", "softmaxConfidence"]) expect(scores[name], name).toBeLessThan(9);
    for (const name of ["gradNorm", "snip", "fisher", "l2", "headImportance", "headConfidence"])
      expect(scores[name], name).toBeGreaterThan(0);
  });
});

it("azNas adds up the logarithms of the ranks of its parts", async () => {
  const many = async (proxy: Proxy): Promise<number[]> => {
    const scorer = await prepareProxy(small(proxy), {});
    return (await scorer.scoreMany(several)).map(({ value }) => value);
  };
  const parts = await Promise.all([proxies.azExpressivity, proxies.azTrainability, proxies.flops].map(many));
  const rankIn = (column: readonly number[], value: number): number =>
    column.filter((other) => other < value).length + 1;
  const expected = several.map((_, index) =>
    parts.reduce((sum, column) => sum + Math.log(rankIn(column, column[index]!) / several.length), 0),
  );
  for (const [index, value] of (await many(azNas)).entries()) expect(value).toBeCloseTo(expected[index]!, 9);
});

it("a probe does not depend on what was asked before", async () => {
  const [first] = await Promise.all([scoresOf(examples.gpt2!)]);
  await scoresOf(examples.bert!);
  expect(await scoresOf(examples.gpt2!)).toEqual(first);
});

it("a network that cannot be run has no score, and says why", async () => {
  const layers = [
    { mixer: { kind: "mamba", width: 32, state: 4, kernel: 2, rank: 1, convolutionBias: true, norm: true } },
  ] as const;
  const scorer = await prepareProxy(small(proxies.snip), {});
  const [score] = await scorer.scoreMany([{ ...examples.gpt2!, layers }]);
  expect(score?.missing).toContain("a network with mamba cannot be run: it needs a recurrence over tokens");
});
