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

  it("judges several benchmarks one after the other: the threads are for networks", async () => {
    const probe = countingProbe();
    const table = [
      "id,hidden,depth,heads,ffnWidth,vocabulary,quality",
      ...Array.from({ length: 8 }, (_, index) => `n${index},${16 * (index + 1)},2,4,64,100,${index}`),
    ].join("\n");
    const host = fakeHost(
      new Map([
        ["own.csv", table],
        ["more.csv", table],
      ]),
      {
        probe: probe.open,
        workers: () => expect.unreachable(),
      },
    );
    const benchmarks = ["table=own.csv", "table=more.csv"];
    const { evaluations } = await run("evaluate", { benchmarks, proxy: "snip", resamples: 0 }, host);
    expect(evaluations?.map(({ results }) => results[0]?.kendall)).toEqual([1, 1]);
    expect(probe.opened).toEqual(["opened", "closed", "opened", "closed"]);
  });

  it("refuses what does not fit in memory before it runs, by name", async () => {
    const probe = countingProbe();
    const host = { ...hostWith(probe), memory: () => 5e6 };
    const huge = document(4096);
    host.files = fakeHost(
      new Map([
        ["small.json", document(16)],
        ["huge.json", huge],
      ]),
    ).files;
    const { ranking } = await run("rank", { files: ["small.json", "huge.json"], proxy: "snip" }, host);
    expect(ranking.map(({ file, missing }) => [file, missing])).toEqual([
      ["small.json", undefined],
      [
        "huge.json",
        expect.stringMatching(/^threw "running the network takes about .* but only 4\.768 MiB are free/),
      ],
    ]);
    expect(probe.asked).toHaveLength(1);
  });

  it("is not there for proxies of shapes: nothing is opened", async () => {
    const probe = countingProbe();
    await run("rank", { files, proxy: "shape" }, hostWith(probe));
    expect(probe.opened).toEqual([]);
  });
});
