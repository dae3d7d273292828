import type { RequestOf, TaskHost, TaskName } from "@zerolm/tasks";
import { spaceYaml, tinyYaml } from "../../cli/test/configs.js";
import { trainedFiles } from "./checkpoint-files.js";
import { fakeHost } from "./fake-host.js";

const trained = fakeHost(await trainedFiles("llama"));

/** A request of every task, and what runs it. */
export const examples: {
  readonly [Name in TaskName]: { readonly request: RequestOf<Name>; readonly host?: TaskHost };
} = {
  inspect: { request: { file: "tiny.yaml" }, host: fakeHost(new Map([["tiny.yaml", tinyYaml]])) },
  "inspect checkpoint": { request: { checkpoint: "llama" }, host: trained },
  prune: {
    request: { checkpoint: "llama", out: "small", keep: 0.8, multipleOf: 2, pareto: true },
    host: trained,
  },
  rank: { request: { files: ["llama"], proxy: "nsc" }, host: trained },
  search: {
    request: {
      space: "bert-small",
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
