import {
  type Architecture,
  architectureAt,
  architectureDocument,
  cost,
  Random,
  type Space,
  sampleMacroFirst,
  suggest as suggestFrom,
  UsageError,
  untrained,
  writeArchitecture,
} from "@zerolm/core";
import { z } from "zod";
import { architectureSchema } from "../architecture-schema.js";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { seedField } from "../seed-field.js";
import { loadSpace } from "../spaces/load-space.js";
import { task } from "../task.js";
import { predictorFrom } from "./predictor-from.js";

const request = z.strictObject({
  space: z.string().describe("A built-in space, or a YAML or JSON file."),
  labelled: z
    .string()
    .describe("What is trained so far: a table, a benchmark (its name, file or folder), or a predictor."),
  reading: z
    .string()
    .optional()
    .describe("How its rows are read, if it is a benchmark with several readings."),
  prior: z.string().optional().describe("The data-free proxy that learning starts from. Default: shape."),
  count: z.int().min(1).max(1000).default(5).describe("How many to suggest."),
  candidates: z
    .int()
    .min(2)
    .max(5000)
    .default(1000)
    .describe("Architectures drawn from the space to choose among."),
  out: z.string().optional().describe("A folder that gets each as NAME-1.yaml, NAME-2.yaml and so on."),
  seed: seedField,
});

export type SuggestRequest = z.output<typeof request>;

const suggestionSchema = z.object({
  rank: z.int(),
  gain: z.number().describe("Share of the total uncertainty about all candidates that training it removes."),
  predicted: z.number().describe("Its quality, predicted."),
  interval: z
    .tuple([z.number(), z.number()])
    .readonly()
    .describe("Where the quality of one training run will lie, with probability 0.95."),
  parameters: z.number(),
  hidden: z.int(),
  depth: z.int(),
  architecture: architectureSchema,
});

const outcome = z.object({
  space: z.string(),
  quality: z.string().describe("What is predicted."),
  prior: z.string(),
  labels: z.int().describe("Number of trained networks."),
  candidates: z.int().describe("Number of different untrained architectures to choose among."),
  suggestions: z.array(suggestionSchema).describe("The most informative first."),
  files: z.array(z.string()).optional().describe("The files that they were written to, in their order."),
});

/** The architectures of a space whose training would teach most. */
export const suggest = task({
  name: "suggest",
  request,
  outcome,
  async run(request, host) {
    const space = await loadedSpace(request, host);
    const predictor = await predictorFrom(request, host);
    const random = new Random(request.seed);
    const drawn = Array.from({ length: request.candidates }, () =>
      architectureAt(space, sampleMacroFirst(space, random)),
    );
    const candidates = untrained(predictor, drawn);
    const suggestions = suggestFrom(predictor, candidates, request.count);
    const chosen = suggestions.map(({ index }) => candidates[index]!);
    const files = request.out === undefined ? undefined : await written(chosen, space, request.out, host);
    return {
      space: space.name,
      quality: predictor.quality,
      prior: predictor.prior.name,
      labels: predictor.labels.length,
      candidates: candidates.length,
      suggestions: suggestions.map(({ prediction, gain }, place) => ({
        ...{ rank: place + 1, gain, predicted: prediction.quality, interval: prediction.interval },
        ...aboutOf(chosen[place]!),
      })),
      ...(files ? { files } : {}),
    };
  },
});

function loadedSpace({ space, labelled }: SuggestRequest, host: TaskHost): Promise<Space> {
  if (space === "-" && labelled === "-")
    throw new UsageError("- is given twice, and standard input can be read only once");
  return loadSpace(space, host);
}

const aboutOf = (architecture: Architecture) => ({
  parameters: cost(architecture).parameters.total,
  hidden: architecture.hidden,
  depth: architecture.layers.length,
  architecture: architectureDocument(architecture),
});

async function written(
  chosen: readonly Architecture[],
  space: Space,
  out: string,
  host: TaskHost,
): Promise<string[]> {
  const { makeFolder, write, join } = filesOf(host);
  await makeFolder(out);
  const files: string[] = [];
  for (const [place, architecture] of chosen.entries()) {
    const name = `${space.name}-${place + 1}`;
    const file = join(out, `${name.replaceAll(/[^\w.-]/g, "_")}.yaml`);
    await write(file, writeArchitecture({ ...architecture, name }));
    files.push(file);
  }
  return files;
}
