import { beforeAll, describe, expect, it } from "vitest";
import { tinyYaml } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const decoder = `kind: decoder
hidden: 32
embedding: { vocabulary: 100 }
finalNorm: true
head: { vocabulary: tied }
layers: [{ mixer: { kind: attention, heads: 2 }, ffn: { kind: plain, width: 64 } }]
`;
const space = `name: own
macro: { hidden: [32, 48, 64], depth: [1, 2, 3] }
layer: { width: [32, 64, 96] }
layersEqual: true
architecture:
  kind: decoder
  hidden: hidden
  embedding: { vocabulary: 100 }
  finalNorm: true
  head: { vocabulary: tied }
layers:
  mixer: { kind: attention, heads: 2 }
  ffn: { kind: plain, width: width }
`;

beforeAll(() => {
  work.write("tiny.yaml", tinyYaml);
  work.write("decoder.yaml", decoder);
  work.write("own.yaml", space);
});

const isInstalled = await import("@zerolm/engine")
  .then(({ openOnnx }) => openOnnx())
  .then(
    (executor) => executor.close().then(() => true),
    () => false,
  );
const few = ["--rounds", "5", "--tokens", "8", "--cache", "8"];

interface Measured {
  readonly networks: readonly { readonly name: string; readonly decode?: object }[];
}

describe.skipIf(!isInstalled)("measure, if a runtime is installed", () => {
  it("says how long networks take, where and how, and draws them", async () => {
    const plot = work.path("latency.svg");
    const words = [
      "measure",
      work.path("tiny.yaml"),
      work.path("decoder.yaml"),
      ...few,
      "--plot",
      plot,
      "--quiet",
    ];
    const shown = await runInProcess(words);
    expectPrinted(shown);
    const text = shown.stdout.replaceAll("\n", " ");
    expect(text).toContain("Decode: one token behind a cache of 8, in milliseconds");
    expect(text).toMatch(/onnxruntime-(node|web) 1\.30\.0, 1 thread, zerolm/);
    expect(text).toContain("The anchor moved by");
    expect(work.read("latency.svg")).toContain("<svg");
  });

  it("measures the front of a search", async () => {
    const search = await runInProcess(["search", work.path("own.yaml"), "--pareto", "--json"]);
    work.write("front.json", search.stdout);
    const { networks } = await runJsonInProcess<Measured>(["measure", work.path("front.json"), ...few]);
    const { pareto } = JSON.parse(search.stdout) as { pareto: readonly object[] };
    expect(networks).toHaveLength(pareto.length);
    expect(networks.every(({ decode }) => decode)).toBe(true);
  });

  it("writes the table of a device, by which a search limits latency", async () => {
    const out = work.path("laptop.json");
    const shown = await runInProcess([
      "measure",
      work.path("own.yaml"),
      "--device-table",
      out,
      "--learn",
      "12",
      "--check",
      "9",
      ...few,
    ]);
    expectPrinted(shown);
    expect(shown.stdout).toContain("decode, cache of 8");
    const found = await runJsonInProcess<{ best: readonly { latency: number }[] }>([
      "search",
      work.path("own.yaml"),
      "--device",
      out,
      "--pass",
      "prefill",
      "--max-latency",
      "1s",
    ]);
    expect(found).toMatchObject({ device: { file: out, pass: "prefill", tokens: 8 }, cost: "latency" });
    expect(found.best[0]?.latency).toBeGreaterThan(0);
    const fastest = await runJsonInProcess<{ best: readonly { score: number; latency: number }[] }>([
      "search",
      work.path("own.yaml"),
      "--proxy",
      out,
      "--minimize",
      "--device",
      out,
    ]);
    expect(fastest).toMatchObject({ optimal: true, isSize: true });
    expect(fastest.best[0]?.score).toBe(fastest.best[0]?.latency);
  });
});

describe("measure refuses", () => {
  it.each([
    [["measure", work.path("none.yaml")], /none\.yaml/],
    [["measure", work.path("decoder.yaml"), "--max-params", "3M"], "--max-params needs --device-table"],
    [["measure", "llama-small", "--device-table", "x.json", "--plot", "y.svg"], "--plot is for files"],
    [["measure", "gpt2", "--tokens", "2000"], "sees at most 1024 tokens, but 2000 were requested"],
    [["search", work.path("own.yaml"), "--max-latency", "20ms"], "a latency needs the table of a device"],
    [["search", work.path("own.yaml"), "--max-latency", "20"], "Give a time with its unit"],
    [["search", work.path("own.yaml"), "--device", work.path("own.yaml")], "is not a device table"],
  ])("%j", async (args, message) => {
    expectRefused(await runInProcess(args), 2, message);
  });
});
