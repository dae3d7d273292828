import { cost, knownModels } from "@zerolm/core";
import { z } from "zod";
import { task } from "../task.js";

const modelSchema = z.object({
  name: z.string().describe("Can be given in place of a file."),
  kind: z.string().describe("encoder, decoder, encoder-decoder or vit."),
  parameters: z
    .number()
    .optional()
    .describe("As counted by zerolm, or the published number if there is one."),
  depth: z.int().optional().describe("Layers."),
  hidden: z.int().optional().describe("Hidden size."),
  vocabulary: z.int().optional().describe("Tokens, 0 for images."),
  source: z.string().describe("Where its shape was published."),
  reason: z.string().optional().describe("Why it is not read, if it is not."),
});

/** The models that zerolm knows by name. */
export const listModels = task({
  name: "models",
  request: z.strictObject({}),
  outcome: z.object({ models: z.array(modelSchema).describe("By kind, then by size.") }),
  run: async () => ({
    models: knownModels()
      .map(({ name, kind, source, architecture, reason }) => ({
        name,
        kind,
        ...(architecture && {
          parameters: cost(architecture).parameters.total,
          depth: architecture.layers.length,
          hidden: architecture.hidden,
          vocabulary: architecture.embedding.vocabulary,
        }),
        source,
        ...(reason === undefined ? {} : { reason }),
      }))
      .sort(
        (one, other) =>
          one.kind.localeCompare(other.kind, "en") || (one.parameters ?? 0) - (other.parameters ?? 0),
      ),
  }),
});
