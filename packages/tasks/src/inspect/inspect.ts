import {
  type Architecture,
  architectureDocument,
  bytesPerWeight,
  cost,
  defaultBatch,
  defaultSequence,
  exceededPositions,
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
  heads: z.int().describe("Number of heads that its rows or columns belong to, 1 if it has none."),
  std: z.number().describe("Standard deviation of its weights before training."),
});

const byDtype = (what: string) => z.record(z.string(), z.number()).describe(what);

const memorySchema = z.object({
  context: z.int().describe("Tokens in each sequence."),
  batch: z.int().describe("Sequences at once."),
  cacheBytes: byDtype("Bytes of keys and values, by how they are stored."),
  bytes: byDtype("Bytes of weights and cache, stored in one type."),
});

const sizeField = (maximum: number) => z.int().min(1).max(maximum);

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
      .describe("Tokens in a sequence of text, for FLOPs. An image has the tokens of its patches."),
    context: sizeField(2 ** 24)
      .optional()
      .describe("One more context at which memory is counted."),
    batch: sizeField(2 ** 16)
      .default(defaultBatch)
      .describe("Sequences whose keys and values are held at once, for memory."),
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
    flops: z
      .object({ sequence: z.int(), perSequence: z.number(), perToken: z.number() })
      .describe("sequence: tokens in the sequence, or the patches of an image."),
    exceededPositions: z
      .int()
      .optional()
      .describe("Its learned positions, if FLOPs are counted over more tokens than that."),
    stateBytes: z
      .number()
      .describe("Bytes that linear mixers keep for each sequence during generation, 0 for attention."),
    cacheBytesPerToken: z
      .number()
      .describe(
        "Bytes of keys and values that generation adds for each token, until sliding windows are full, 0 for encoders.",
      ),
    weightBytes: byDtype("Bytes of all weights, by how they are stored."),
    memory: z
      .array(memorySchema)
      .describe("What generation holds in memory at several contexts, shortest first. None for encoders."),
    capacities: z
      .array(capacitySchema)
      .describe("ZeroLM's capacity of each sub-module of each layer, as expected before training."),
    matrices: z.array(matrixSchema),
    architecture: architectureSchema,
    notes: z.array(z.string()).readonly().optional().describe("What to know about how the file was read."),
  }),
  async run({ file: path, sequence, context, batch }, host) {
    const { path: given, file, architecture, notes } = await readArchitectureFile(path, host);
    const { parameters, flops, cacheBytesPerToken, stateBytes } = cost(architecture, { sequence });
    return {
      name: architecture.name ?? given,
      file,
      ...{ parameters, flops, cacheBytesPerToken, stateBytes },
      exceededPositions: exceededPositions(architecture, sequence),
      weightBytes: forDtypes((bytes) => parameters.total * bytes),
      memory: contextsOf(architecture, context).map((one) => memoryAt(architecture, one, batch)),
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

const forDtypes = (count: (bytesPerEntry: number) => number): Record<string, number> =>
  Object.fromEntries(Object.entries(bytesPerWeight).map(([dtype, bytes]) => [dtype, count(bytes)]));

/** Contexts that people serve models at. */
const usualContexts = [2048, 8192, 32_768, 131_072];

/** Contexts at which memory is shown: the usual ones up to the learned positions, those themselves, and the one that was asked for. */
function contextsOf(architecture: Architecture, asked: number | undefined): number[] {
  const { kind, embedding } = architecture;
  if (kind === "encoder") return [];
  const usual =
    embedding.positions > 0
      ? [...usualContexts.filter((context) => context < embedding.positions), embedding.positions]
      : usualContexts;
  const all = new Set(asked === undefined ? usual : [...usual, asked]);
  return [...all].sort((one, other) => one - other);
}

function memoryAt(architecture: Architecture, context: number, batch: number): z.output<typeof memorySchema> {
  const { parameters, memory } = cost(architecture, { context, batch, dtype: "int8" });
  return {
    ...{ context, batch },
    cacheBytes: forDtypes((bytes) => memory.cacheBytes * bytes),
    bytes: forDtypes((bytes) => (parameters.total + memory.cacheBytes) * bytes),
  };
}
