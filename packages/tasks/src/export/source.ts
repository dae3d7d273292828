import { mapCheckpoint } from "@zerolm/checkpoint";
import { type Architecture, InputError, UsageError } from "@zerolm/core";
import {
  type ExportedModel,
  exportedModel,
  forwardOf,
  initialWeights,
  missingHead,
  NormalPool,
  weightReader,
} from "@zerolm/engine";
import { readArchitectureFile } from "../architecture/read-architectures.js";
import { isCheckpoint } from "../checkpoint/is-checkpoint.js";
import { type Opened, withCheckpoint } from "../checkpoint/open.js";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import type { ExportRequest } from "./export.js";

/** A network that is to be written, and where its weights are read. */
export interface Source {
  readonly name: string;
  readonly architecture: Architecture;
  readonly model: ExportedModel;
  readonly from: ExportOutcomeWeights;
  readonly read: (name: string) => Promise<Float32Array>;
}

type ExportOutcomeWeights = "checkpoint" | "random";

type SourceRequest = Pick<ExportRequest, "file" | "lora" | "context" | "tokens" | "seed">;

/**
 * Does something with the network of a checkpoint, which is open meanwhile, or with one of an architecture before training.
 *
 * @throws {UsageError} for an adapter without a checkpoint; {InputError} for a head that was not saved; {WorkError} for a network that cannot be run
 */
export async function withSource<Answer>(
  request: SourceRequest,
  host: TaskHost,
  use: (source: Source) => Promise<Answer>,
): Promise<Answer> {
  const { file, lora } = request;
  if (await isCheckpoint(file, host))
    return await withCheckpoint(file, lora, host, (opened) => use(trainedSource(opened, request)));
  if (lora !== undefined)
    throw new UsageError(`${fieldName(host, "lora")} is for checkpoints, and this is an architecture`, {
      file,
    });
  const { path, architecture } = await readArchitectureFile(file, host);
  return await use(initialSource(architecture.name ?? path, architecture, request));
}

function trainedSource({ name, checkpoint }: Opened, request: SourceRequest): Source {
  const mapped = mapCheckpoint(checkpoint);
  const { architecture } = mapped;
  const forward = forwardOf(mapped, checkpoint.config);
  const [missing] = missingHead(mapped);
  if (missing !== undefined)
    throw new InputError(
      `holds no ${missing}, part of the head that predicts tokens. Give the checkpoint as it was trained.`,
      { file: name },
    );
  const { vectors, read } = weightReader(mapped);
  const model = exportedModel(architecture, { ...request, trained: { forward, vectors } });
  return { name, architecture, model, from: "checkpoint", read };
}

function initialSource(name: string, architecture: Architecture, request: SourceRequest): Source {
  const { trained, numbers } = initialWeights(architecture, new NormalPool(request.seed));
  const model = exportedModel(architecture, { ...request, trained });
  const sizes = new Map(model.weights.map(({ name: weight, shape }) => [weight, sizeOf(shape)]));
  const read = async (weight: string): Promise<Float32Array> => numbers(weight, sizes.get(weight) ?? 0);
  return { name, architecture, model, from: "random", read };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
