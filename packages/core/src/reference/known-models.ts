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
    .map((line) => new KnownRow(JSON.parse(line)));
  return models;
}

/** A line of the file, whose config is read when its architecture is asked for. */
class KnownRow implements KnownModel {
  readonly name: string;
  readonly kind: ModelKind;
  readonly parameters?: number | undefined;
  readonly source: string;
  readonly #config: Values;
  #resolved: ReturnType<typeof resolveHuggingFaceConfig> | undefined;

  constructor({ name, kind, parameters, source, config }: Row) {
    this.name = name;
    this.kind = kind;
    this.parameters = parameters;
    this.source = source;
    this.#config = config;
  }

  get architecture(): Architecture | undefined {
    return this.#read().value;
  }

  get reason(): string | undefined {
    return this.#read()
      .problems?.map(({ path, message }) => `${keyText(path)} ${message}`)
      .join("; ");
  }

  #read() {
    this.#resolved ??= resolveHuggingFaceConfig(
      { _name_or_path: this.name, ...this.#config },
      { without: "pretraining" },
    );
    return this.#resolved;
  }
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
 * @param isWanted which models count; it is asked about the nearest first, and about no more than needed. Default: all
 * @example
 * nearestKnown(architecture, 2).map(({ name }) => name); // ["smollm2-135m", "smollm-135m"]
 */
export function nearestKnown(
  architecture: Architecture,
  count = 3,
  isWanted: (model: KnownModel) => boolean = () => true,
): readonly KnownModel[] {
  const kind = modelKind(architecture);
  const size = Math.log(cost(architecture).parameters.total);
  const nearest: KnownModel[] = [];
  const byDistance = knownModels()
    .filter((model) => model.kind === kind)
    .map((model) => ({ model, distance: Math.abs(Math.log(knownSize(model)) - size) }))
    .sort((one, other) => one.distance - other.distance);
  for (const { model } of byDistance) {
    if (nearest.length >= count) break;
    if (model.architecture && isWanted(model)) nearest.push(model);
  }
  return nearest;
}

/** Total parameters of a known model. A published count is that of its architecture, which tests hold it to. */
export const knownSize = ({ parameters, architecture }: KnownModel): number =>
  parameters ?? (architecture ? cost(architecture).parameters.total : Number.POSITIVE_INFINITY);
