import { z } from "zod";
import { task } from "../task.js";

const spectrumFields = {
  logDeterminant: z.number().optional().describe("ln det(I + WᵀW). Missing if it was not computed."),
  randomLogDeterminant: z
    .number()
    .optional()
    .describe("The same of random weights of the same shapes and norms, by Marchenko–Pastur."),
  effectiveRank: z.number().optional().describe("By Roy & Vetterli. Missing if it was not computed."),
  relative: z.number().optional().describe("logDeterminant / randomLogDeterminant: 1 means no structure."),
};

/** What is found in a checkpoint. */
export const inspectedCheckpoint = z.object({
  name: z.string(),
  family: z.string(),
  depth: z.int().describe("Number of layers."),
  parameters: z.number(),
  bytes: z.number().describe("Bytes of all weights, as stored."),
  unknown: z.array(z.string()).describe("Tensors that the family does not know. They are not counted."),
  layers: z.array(
    z.object({
      layer: z.int(),
      subModule: z.string(),
      parameters: z.number(),
      capacity: z.number().describe("Σ ‖W‖² / min(rows, cols)."),
      fullRank: z.number().describe("Number of singular values."),
      ...spectrumFields,
    }),
  ),
  matrices: z.array(
    z.object({
      name: z.string(),
      layer: z.int().optional(),
      subModule: z.string(),
      role: z.string(),
      rows: z.int(),
      cols: z.int(),
      dtype: z.string(),
      capacity: z.number().describe("‖W‖² / min(rows, cols)."),
      ...spectrumFields,
    }),
  ),
});

export const inspectCheckpointRequest = z.strictObject({
  checkpoint: z
    .string()
    .describe("A folder with config.json and safetensors, or one .safetensors file in it."),
  lora: z.string().optional().describe("The folder of a LoRA adapter, as PEFT saves it, to be merged first."),
  logDet: z
    .boolean()
    .default(false)
    .describe("ln det(I + WᵀW) even if it takes long. Unasked, only if it takes seconds."),
  spectrum: z
    .boolean()
    .default(false)
    .describe("Singular values even if they take very long. Unasked, only if they take seconds."),
});

export type InspectCheckpointRequest = z.output<typeof inspectCheckpointRequest>;
export type InspectedCheckpoint = z.output<typeof inspectedCheckpoint>;

/** Where the capacity of a trained checkpoint sits. */
export const inspectCheckpoint = task({
  name: "inspect checkpoint",
  request: inspectCheckpointRequest,
  outcome: inspectedCheckpoint,
  // The library of checkpoints is loaded when it is used.
  run: async (request, host) => (await import("./look-into-checkpoint.js")).lookIntoCheckpoint(request, host),
});
