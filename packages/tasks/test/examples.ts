import { plainExecutor } from "@zerolm/engine";
import type { RequestOf, TaskHost, TaskName } from "@zerolm/tasks";
import { spaceYaml, tinyYaml } from "../../cli/test/configs.js";
import { lettersFiles, trainedFiles } from "./checkpoint-files.js";
import { fakeHost } from "./fake-host.js";

const trainedTable = `id,hidden,depth,heads,ffnWidth,vocabulary,quality
a,64,1,2,64,1000,0.5
b,128,2,2,256,1000,0.9
c,64,2,2,128,1000,0.7
`;
const trained = fakeHost(await trainedFiles("llama"));

/** A request of every task, and what runs it. */
export const examples: {
  readonly [Name in TaskName]: { readonly request: RequestOf<Name>; readonly host?: TaskHost };
} = {
  evaluate: {
    request: { benchmarks: ["gemstones"], proxy: "nsc,parameters", resamples: 50, networks: true },
  },
  calibrate: { request: { benchmark: "gemstones", labels: [5], draws: 3 } },
  suggest: { request: { space: "llama-small-wide", labelled: "gemstones", candidates: 20, count: 2 } },
  models: { request: {} },
  proxies: { request: {} },
  benchmarks: { request: {} },
  "benchmarks download": {
    request: { benchmark: "nas-bench-bert", folder: "data" },
    host: fakeHost(new Map(), { download: async () => "downloaded" }),
  },
  "benchmarks import": {
    request: { path: "own.csv" },
    host: fakeHost(new Map([["own.csv", trainedTable]])),
  },
  inspect: { request: { file: "tiny.yaml" }, host: fakeHost(new Map([["tiny.yaml", tinyYaml]])) },
  "inspect checkpoint": { request: { checkpoint: "llama" }, host: trained },
  "inspect text": {
    request: { checkpoint: "letters", text: "text.txt", context: 4 },
    host: fakeHost(await lettersFiles(), { executor: async () => plainExecutor }),
  },
  prune: {
    request: { checkpoint: "llama", out: "small", keep: 0.8, multipleOf: 2, pareto: true },
    host: trained,
  },
  export: { request: { file: "llama", out: "llama.onnx", external: true }, host: trained },
  measure: {
    request: { files: ["tiny.yaml"], tokens: 4, cache: 4, rounds: 5, seed: 1 },
    host: fakeHost(new Map([["tiny.yaml", tinyYaml]])),
  },
  "measure space": {
    request: { space: "own.yaml", out: "laptop.json", tokens: 4, cache: 4, rounds: 5, learn: 10, check: 9 },
    host: fakeHost(new Map([["own.yaml", spaceYaml]])),
  },
  rank: { request: { files: ["llama"], proxy: "nsc" }, host: trained },
  search: {
    request: {
      space: "bert-small-wide",
      proxy: "nsc",
      budgets: { parameters: { maximum: 30e6 } },
      top: 2,
      pareto: true,
      points: true,
    },
  },
  spaces: { request: {} },
  "spaces show": { request: { space: "flexibert" } },
  "spaces check": { request: { file: "own.yaml" }, host: fakeHost(new Map([["own.yaml", spaceYaml]])) },
};
