import type { ProbeRequest } from "@zerolm/core";
import { run } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import type { ClosingProbe } from "../src/proxy/probe.js";
import { fakeHost } from "./fake-host.js";

const document = (hidden: number): string =>
  JSON.stringify({
    hidden,
    embedding: { vocabulary: 100 },
    layers: [{ mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 4 * hidden } }],
  });

/** A probe that gives the hidden size for each statistic, and keeps what it is asked. */
function countingProbe() {
  const asked: ProbeRequest[] = [];
  const opened: string[] = [];
  const probe: ClosingProbe = {
    async run({ hidden }, request) {
      asked.push(request);
      const reading = [{ name: "layers.0.attention.query", values: Float64Array.of(hidden) }];
      return Object.fromEntries(Object.keys(request.statistics).map((key) => [key, reading]));
    },
    async close() {
      opened.push("closed");
    },
  };
  const open = async (): Promise<ClosingProbe> => {
    opened.push("opened");
    return probe;
  };
  return { asked, opened, open };
}

function hostWith({ open }: ReturnType<typeof countingProbe>) {
  const files = new Map([
    ["small.json", document(16)],
    ["large.json", document(32)],
  ]);
  return fakeHost(files, { probe: open });
}

const files = ["small.json", "large.json"];
const spaceText = `
name: own
macro: { hidden: [16, 32], depth: [1] }
layer: { heads: [2] }
architecture: { hidden: hidden, embedding: { vocabulary: 100 } }
layers: { mixer: { kind: attention, heads: heads }, ffn: { kind: plain, width: 4 * hidden } }
`;

describe("a proxy that runs networks", () => {
  it("ranks files by what the probe gives, which is closed afterwards", async () => {
    const probe = countingProbe();
    const options = { probeTokens: 9, loss: "tokens" };
    const { ranking } = await run("rank", { files, proxy: "snip", options, seed: 4 }, hostWith(probe));
    expect(ranking.map(({ file, score }) => [file, score])).toEqual([
      ["large.json", 32],
      ["small.json", 16],
    ]);
    expect(probe.opened).toEqual(["opened", "closed"]);
    expect(probe.asked[0]).toMatchObject({ loss: "tokens", seed: 4, batch: { sequences: 8, tokens: 9 } });
  });

  it("searches a space", async () => {
    const probe = countingProbe();
    const host = fakeHost(new Map([["own.yaml", spaceText]]), { probe: probe.open });
    const { best } = await run("search", { space: "own.yaml", proxy: "gradNorm" }, host);
    expect(best[0]?.score).toBe(32);
    expect(probe.opened).toEqual(["opened", "closed"]);
  });

  it("is a part of sums", async () => {
    const probe = countingProbe();
    const { ranking } = await run("rank", { files, proxy: "snip+parameters" }, hostWith(probe));
    expect(ranking[0]?.file).toBe("large.json");
    expect(probe.opened).toEqual(["opened", "closed"]);
  });

  it("is not there for proxies of shapes: nothing is opened", async () => {
    const probe = countingProbe();
    await run("rank", { files, proxy: "shape" }, hostWith(probe));
    expect(probe.opened).toEqual([]);
  });
});
