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

describe.each(dataDriven)("the proxy $name", (proxy) => {
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
    for (const name of ["gradNorm", "snip", "fisher", "l2", "headImportance", "headConfidence"])
      expect(scores[name], name).toBeGreaterThan(0);
  });
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
