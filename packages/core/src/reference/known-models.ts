import type { Architecture } from "../architecture/architecture.js";
import { cost } from "../architecture/cost.js";
import { keyText } from "../document/key-text.js";
import type { Values } from "../hugging-face/family.js";
import { resolveHuggingFaceConfig } from "../hugging-face/hugging-face.js";
import text from "./known-models.jsonl?raw";

/** What a model is for. */
export type ModelKind = Architecture["kind"] | "vit";

/** A published model that others can be compared with. */
export interface KnownModel {
  readonly name: string;
  readonly kind: ModelKind;
  /** Missing if core cannot build its family; `reason` then says why. */
  readonly architecture?: Architecture | undefined;
  readonly reason?: string | undefined;
  /** The published parameter count of the usual class, tied matrices counted once. Missing if none was published. */
  readonly parameters?: number | undefined;
  /** Where its shape was published. */
  readonly source: string;
}

/** A line of the file: the keys of a Hugging Face config that decide its shape. */
interface Row extends Pick<KnownModel, "name" | "kind" | "parameters" | "source"> {
  readonly config: Values;
}

let models: readonly KnownModel[] | undefined;

/**
 * Well-known models from 4M to 7B parameters, for orientation. Initialisers are left at one standard deviation for all of them, .02,
 * so that scores compare shapes.
 *
 * @example
 * knownModels().find(({ name }) => name === "smollm2-135m")?.parameters; // 134515008
 */
export function knownModels(): readonly KnownModel[] {
  models ??= text
    .trim()
    .split("\n")
    .map((line) => modelOf(JSON.parse(line)));
  return models;
}

function modelOf({ config, ...row }: Row): KnownModel {
  const { value, problems } = resolveHuggingFaceConfig(
    { _name_or_path: row.name, ...config },
    { without: "pretraining" },
  );
  if (value) return { ...row, architecture: value };
  return { ...row, reason: problems.map(({ path, message }) => `${keyText(path)} ${message}`).join("; ") };
}

/**
 * What an architecture is for: that of a document, or `vit` if it reads image patches.
 *
 * @example
 * modelKind(readArchitecture(text)); // "decoder"
 */
export const modelKind = ({ kind, embedding }: Architecture): ModelKind => (embedding.patches ? "vit" : kind);

/**
 * The known models of the same kind that are nearest to an architecture in total parameters, the nearest first. Near is a matter of
 * the ratio: half the size is as far as twice the size. Models without an architecture are left out.
 *
 * @param count how many at most; default 3
 * @example
 * nearestKnown(architecture, 2).map(({ name }) => name); // ["smollm2-135m", "smollm-135m"]
 */
export function nearestKnown(architecture: Architecture, count = 3): readonly KnownModel[] {
  const kind = modelKind(architecture);
  const size = Math.log(cost(architecture).parameters.total);
  return knownModels()
    .flatMap((model) => {
      if (!model.architecture || model.kind !== kind) return [];
      return [{ model, distance: Math.abs(Math.log(cost(model.architecture).parameters.total) - size) }];
    })
    .sort((one, other) => one.distance - other.distance)
    .slice(0, count)
    .map(({ model }) => model);
}
