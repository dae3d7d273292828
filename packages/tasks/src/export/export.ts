import { z } from "zod";
import { seedField } from "../seed-field.js";
import { task } from "../task.js";

const portSchema = z.object({
  name: z.string(),
  type: z.enum(["float32", "float64", "int64"]),
  axes: z.array(z.union([z.int(), z.string()])).describe("Sizes, or names of those that are left open."),
});

export const exportRequest = z.strictObject({
  file: z
    .string()
    .describe(
      "A checkpoint (a folder with config.json and safetensors), or an architecture: HF config.json, zerolm YAML or JSON, or the name of a known model.",
    ),
  out: z.string().describe("The .onnx file to write."),
  lora: z.string().optional().describe("The folder of a LoRA adapter, as PEFT saves it, to be merged first."),
  context: z
    .int()
    .min(1)
    .max(2 ** 20)
    .optional()
    .describe(
      "Tokens of a text at most, those of the cache among them. Default: as many as it sees, up to 4,096.",
    ),
  tokens: z
    .int()
    .min(1)
    .max(2 ** 16)
    .optional()
    .describe("Tokens of every text, if their number is not to be open. Then there is no cache."),
  external: z
    .boolean()
    .default(false)
    .describe("Whether weights lie in a file beside the model, as they do above 2 GiB in any case."),
  seed: seedField,
});

export const exportOutcome = z.object({
  name: z.string(),
  weights: z
    .enum(["checkpoint", "random"])
    .describe("Where weights come from: the checkpoint, or random numbers as before training."),
  parameters: z.number().describe("All parameters, as inspect counts them."),
  weightBytes: z.number().describe("Bytes of the weights in the files, in 32 bits."),
  leftOut: z
    .number()
    .describe(
      "Parameters that are zero before training and that the model does not have, such as a class token.",
    ),
  tableBytes: z.number().describe("Bytes of tables of positions and other constants."),
  files: z.array(z.object({ file: z.string(), bytes: z.number() })).describe("What was written."),
  opset: z.int(),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
  context: z.int().optional().describe("Tokens of a text at most. Missing for images."),
  cache: z
    .boolean()
    .describe("Whether keys and values of earlier tokens are inputs, and those of the new tokens outputs."),
  seed: z.int().optional().describe("Seed of random weights."),
});

export type ExportRequest = z.output<typeof exportRequest>;
export type ExportOutcome = z.output<typeof exportOutcome>;

/**
 * Writes a network as an ONNX model.
 *
 * @example
 * const { inputs } = await run("export", { file: "tiny-llama", out: "tiny-llama.onnx" }, host);
 */
export const exportTask = task({
  name: "export",
  request: exportRequest,
  outcome: exportOutcome,
  // The engine is loaded when it is used.
  run: async (request, host) => (await import("./export-model.js")).exportModel(request, host),
});
