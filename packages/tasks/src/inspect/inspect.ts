import {
  type Architecture,
  architectureDocument,
  bytesPerWeight,
  type Cost,
  cost,
  defaultSequence,
  matrices,
  proxies,
} from "@zerolm/core";
import { z } from "zod";
import { readArchitectureFile } from "../architecture/read-architectures.js";
import { architectureSchema } from "../architecture-schema.js";
import { task } from "../task.js";

const matrixSchema = z.looseObject({
  name: z.string(),
  rows: z.int(),
  cols: z.int(),
  heads: z.int().describe("Number of heads that its rows or columns belong to; 1 if it has none."),
  std: z.number().describe("Standard deviation of its weights before training."),
});

const capacitySchema = z.object({
  layer: z.int(),
  attention: z.number(),
  ffn: z.number(),
});

/** What an architecture consists of. */
export const inspect = task({
  name: "inspect",
  request: z.strictObject({
    file: z
      .string()
      .describe(
        "HF config.json, zerolm YAML or JSON, a folder that holds a config.json, or - for standard input.",
      ),
    sequence: z
      .int()
      .min(1)
      .max(2 ** 24)
      .default(defaultSequence)
      .describe("Tokens in a sequence, for FLOPs."),
  }),
  outcome: z.object({
    name: z.string(),
    file: z.string(),
    parameters: z
      .object({
        attention: z.number(),
        ffn: z.number(),
        embedding: z.number(),
        head: z.number(),
        total: z.number(),
        active: z.number(),
        nonEmbedding: z.number(),
      })
      .describe("Numbers of parameters. active: those that a token passes."),
    flops: z.object({ sequence: z.int(), perSequence: z.number(), perToken: z.number() }),
    stateBytes: z
      .number()
      .describe("Bytes that linear mixers keep for each sequence while they generate; 0 for attention."),
    cacheBytesPerToken: z
      .number()
      .describe("Bytes of keys and values that generation keeps for each token; 0 for encoders."),
    weightBytes: z.record(z.string(), z.number()).describe("Bytes of all weights, by how they are stored."),
    capacities: z
      .array(capacitySchema)
      .describe("ZeroLM's capacity of each sub-module of each layer, as expected before training."),
    matrices: z.array(matrixSchema),
    architecture: architectureSchema,
    notes: z.array(z.string()).readonly().optional().describe("What to know of how the file was read."),
  }),
  async run({ file: path, sequence }, host) {
    const { path: given, file, architecture, notes } = await readArchitectureFile(path, host);
    const costs = cost(architecture, { sequence });
    return {
      name: architecture.name ?? given,
      file,
      ...costs,
      weightBytes: bytesByDtype(costs),
      capacities: layerCapacities(architecture),
      matrices: matrices(architecture).map((one) => ({ ...one })),
      architecture: architectureDocument(architecture),
      ...(notes && { notes }),
    };
  },
});

function layerCapacities(architecture: Architecture): z.output<typeof capacitySchema>[] {
  const attention = proxies.zerolm.scorer({ alpha: 1 });
  const ffn = proxies.zerolm.scorer({ alpha: 0 });
  return architecture.layers.map((layer, index) => {
    const alone = { ...architecture, layers: [layer] };
    return { layer: index, attention: attention.score(alone).value, ffn: ffn.score(alone).value };
  });
}

const bytesByDtype = ({ parameters }: Cost): Record<string, number> =>
  Object.fromEntries(
    Object.entries(bytesPerWeight).map(([dtype, bytes]) => [dtype, parameters.total * bytes]),
  );
