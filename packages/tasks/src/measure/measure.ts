import { defaultProxy } from "@zerolm/core";
import { z } from "zod";
import { architectureSchema } from "../architecture-schema.js";
import { task } from "../task.js";
import { latencySchema, protocolFields, timingFields } from "./measure-schema.js";

export const measureRequest = z.strictObject({
  files: z
    .array(z.string())
    .min(1)
    .describe(
      "HF config.json, zerolm YAML or JSON, lists of these, folders that hold a config.json, names of known models, or what search --json printed.",
    ),
  ...timingFields,
  proxy: z
    .string()
    .default(defaultProxy.name)
    .describe("The score beside the latency: a proxy by its name, with its default options."),
});

export const measureOutcome = z.object({
  ...protocolFields,
  proxy: z.string(),
  networks: z.array(
    z.object({
      name: z.string(),
      score: z.number().optional().describe("Missing if the proxy could not score it."),
      parameters: z.number(),
      ...latencySchema.shape,
      architecture: architectureSchema,
    }),
  ),
});

export type MeasureRequest = z.output<typeof measureRequest>;
export type MeasureOutcome = z.output<typeof measureOutcome>;

/**
 * Measures how long networks take on this machine.
 *
 * @example
 * const { networks } = await run("measure", { files: ["smollm2-135m", "mine.yaml"] }, host);
 */
export const measure = task({
  name: "measure",
  request: measureRequest,
  outcome: measureOutcome,
  // The engine is loaded when it is used.
  run: async (request, host) => (await import("./measure-files.js")).measureFiles(request, host),
});
