import type { RequestOf, TaskHost, TaskName } from "@zerolm/tasks";
import { spaceYaml } from "../../cli/test/configs.js";
import { fakeHost } from "./fake-host.js";

/** A request of every task, and what runs it. */
export const examples: {
  readonly [Name in TaskName]: { readonly request: RequestOf<Name>; readonly host?: TaskHost };
} = {
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
