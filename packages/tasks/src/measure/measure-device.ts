import { deviceTableSchema } from "@zerolm/core";
import { z } from "zod";
import { task } from "../task.js";
import { protocolFields, timingFields } from "./measure-schema.js";

export const measureSpaceRequest = z.strictObject({
  space: z.string().describe("A built-in space by its name, or the path of a YAML or JSON file."),
  out: z.string().describe("The device table to write, a .json file."),
  ...timingFields,
  maxParameters: z
    .number()
    .positive()
    .optional()
    .describe("Networks are drawn up to this size. Default: of all sizes."),
  learn: z.int().min(10).max(1000).default(40).describe("Networks of the space from which costs are learnt."),
  check: z.int().min(9).max(1000).default(30).describe("Other networks, on which the table is tried."),
});

export const measureSpaceOutcome = z.object({
  ...protocolFields,
  out: z.string(),
  table: deviceTableSchema,
});

export type MeasureSpaceRequest = z.output<typeof measureSpaceRequest>;
export type MeasureSpaceOutcome = z.output<typeof measureSpaceOutcome>;

/**
 * Measures what networks of a space take on this machine, as a table from which searches predict latencies.
 *
 * @example
 * const { table } = await run("measure space", { space: "llama-small", maxParameters: 60e6, out: "laptop.json" }, host);
 */
export const measureDevice = task({
  name: "measure space",
  request: measureSpaceRequest,
  outcome: measureSpaceOutcome,
  // The engine is loaded when it is used.
  run: async (request, host) => (await import("./measure-space.js")).measureSpace(request, host),
});
