import {
  type Architecture,
  type Axis,
  copiesOf,
  type Family,
  huggingFaceFamilies,
  InputError,
  keyText,
  type Matrix,
  type ModelType,
  matrices,
  type NamedTensor,
  resolveHuggingFaceConfig,
  storedShape,
} from "@zerolm/core";
import type { Checkpoint, Config } from "./checkpoint.js";
import { refuseQuantised } from "./quantised/quantisation.js";
import { dtypes } from "./safetensors/dtype.js";
import type { Tensor, TensorSet } from "./safetensors/tensor.js";

/** A tensor of a checkpoint and what it is. */
export interface MappedTensor {
  readonly tensor: Tensor;
  readonly named: NamedTensor;
}

/** A tensor that the family does not know. */
export interface CarriedTensor {
  readonly tensor: Tensor;
  /** From 0, as in the architecture; undefined if it stands in none. */
  readonly layer: number | undefined;
}

/** A matrix of the architecture as it lies in a tensor, rows × cols = out × in whatever the file does. */
export interface WeightMatrix extends Matrix {
  /** What its rows and columns stand for. */
  readonly rowAxis: Axis;
  readonly colAxis: Axis;
  readonly tensor: Tensor;
  /** The first of its rows among those of the tensor, which may hold several matrices. */
  readonly firstRow: number;
  readonly tensorRows: number;
  /** Stored in × out. */
  readonly transposed: boolean;
}

/** Every tensor of a checkpoint in its place. */
export interface MappedCheckpoint {
  readonly family: ModelType;
  readonly config: Config;
  /** What its config describes. */
  readonly architecture: Architecture;
  /** The numbers of its layers in the file; undefined if they are those of the architecture. */
  readonly layerNumbers: readonly number[] | undefined;
  readonly tensors: readonly MappedTensor[];
  /** The matrices of the architecture that the file holds, expert by expert. */
  readonly matrices: readonly WeightMatrix[];
  /** The names of tensors that the family does not know; they are carried along and enter no capacity. */
  readonly unknown: readonly string[];
  /** The same tensors, with the layer that each belongs to by its name. */
  readonly carried: readonly CarriedTensor[];
  /** Tensors that the architecture counts and the file lacks: heads, which other programs then draw at random. */
  readonly missing: readonly string[];
}

/**
 * Says of each tensor of a checkpoint which matrix of which role in which layer it is.
 *
 * @throws {InputError} that names every tensor that is missing or has another shape than the config says, and the sizes that
 * contradict each other
 * @example
 * const { matrices } = mapCheckpoint(await openCheckpoint(folder));
 */
export function mapCheckpoint({ config, tensors }: Pick<Checkpoint, "config" | "tensors">): MappedCheckpoint {
  refuseQuantised({ config, tensors });
  const { name, family } = familyOf(config);
  const architecture = architectureOf(config, family);
  refuseTooMany(architecture, tensors);
  const layerNumbers = family.layerNumbers?.(config);
  const { found, missing, problems } = assign(
    family,
    family.tensors?.(architecture, layerNumbers) ?? [],
    tensors,
  );
  const [first, ...rest] = problems;
  if (first) throw new InputError(first.message, first.place, rest);
  const known = new Set(found.map(({ tensor }) => tensor.name));
  const unknown = [...tensors.keys()].filter((key) => !known.has(key) && !family.ignored?.test(key));
  const layers = new Map(
    found.flatMap(({ tensor, named: { layer } }) => [[layerPrefix(tensor.name), layer] as const]),
  );
  const carried = unknown.flatMap((key) => {
    const tensor = tensors.get(key);
    return tensor ? [{ tensor, layer: layers.get(layerPrefix(key)) }] : [];
  });
  const described = new Map(
    matrices(architecture)
      .flatMap(copiesOf)
      .map((matrix) => [placeText(matrix, matrix.role), matrix]),
  );
  return {
    family: name,
    config,
    architecture,
    layerNumbers,
    tensors: found,
    matrices: found.flatMap((one) => matricesOf(one, described)),
    unknown,
    carried,
    missing,
  };
}

function familyOf(config: Config): { name: ModelType; family: Family } {
  const type = config.model_type;
  if (typeof type === "string" && Object.hasOwn(huggingFaceFamilies, type)) {
    const name = type as ModelType;
    const family: Family = huggingFaceFamilies[name];
    if (family.tensors) return { name, family };
  }
  const known = Object.entries<Family>(huggingFaceFamilies)
    .flatMap(([name, { tensors }]) => (tensors ? [name] : []))
    .join(", ");
  const found = type === undefined ? "is missing" : `is ${JSON.stringify(type)}`;
  throw new InputError(`${found}. Checkpoints of ${known} are supported.`, {
    file: "config.json",
    key: "model_type",
  });
}

/** A class that the family does not know, such as one of somebody's own, stands for the usual one: the tensors are there to tell. */
function architectureOf(config: Config, { heads }: Family): Architecture {
  const { architectures, ...rest } = config;
  const [name] = Array.isArray(architectures) ? architectures : [];
  const isKnown = typeof name === "string" && Object.hasOwn(heads, name);
  const { value, problems } = resolveHuggingFaceConfig(isKnown ? config : rest, { without: "pretraining" });
  if (value) return value;
  const [first, ...others] = problems.map(
    ({ path, message }) => new InputError(message, { file: "config.json", key: keyText(path) }),
  );
  throw new InputError(first?.message ?? "is not valid", first?.place, others);
}

/** A config may claim a thousand layers of a thousand experts; a layer has at least one tensor, and an expert too. */
function refuseTooMany({ layers }: Architecture, tensors: TensorSet["tensors"]): void {
  const least = layers.reduce((sum, { ffn }) => sum + (ffn?.kind === "mixture" ? ffn.experts : 1), 0);
  if (least <= tensors.size) return;
  throw new InputError(`requires at least ${least} tensors, but the checkpoint has ${tensors.size}`, {
    file: "config.json",
    key: "num_hidden_layers",
  });
}

function assign(
  { prefix = "" }: Family,
  named: readonly NamedTensor[],
  tensors: TensorSet["tensors"],
): { found: MappedTensor[]; missing: string[]; problems: InputError[] } {
  const before = [...tensors.keys()].some((key) => key.startsWith(prefix)) ? prefix : "";
  const found: MappedTensor[] = [];
  const missing: string[] = [];
  const [absent, misfits]: [InputError[], InputError[]] = [[], []];
  for (const one of named) {
    const own = (one.outside ? "" : before) + one.name;
    const names = [own, ...(one.aliases ?? []).flatMap((alias) => [before + alias, alias])];
    const tensor = names.map((name) => tensors.get(name)).find((there) => there !== undefined);
    const misfit = tensor && misfitOf(tensor, one);
    if (tensor && !misfit) found.push({ tensor, named: one });
    // What the architecture does not count may be something else under the same name.
    else if (misfit && !one.uncounted) misfits.push(misfit);
    else if (!tensor && !one.optional)
      absent.push(new InputError("is missing, but the config requires it", { key: own }));
    else if (!tensor && !one.uncounted && one.tied === undefined) missing.push(own);
  }
  return { found, missing, problems: [...absent, ...misfits] };
}

function misfitOf(tensor: Tensor, named: NamedTensor): InputError | undefined {
  const place = { file: tensor.source.name, key: tensor.name };
  if (!dtypes[tensor.dtype].float)
    return new InputError(
      `holds ${tensor.dtype}, which cannot be weights. Quantised checkpoints are not supported.`,
      place,
    );
  const shape = storedShape(named);
  if (shape.length === tensor.shape.length && shape.every((size, index) => size === tensor.shape[index]))
    return undefined;
  const message = `has the shape [${tensor.shape.join(", ")}], but config.json requires [${shape.join(", ")}]`;
  return new InputError(message, place);
}

/** A name up to its first number, which is that of the layer: `model.layers.3.`. */
const layerPrefix = (name: string): string => /^.*?\.\d+\./.exec(name)?.[0] ?? "";

const placeText = ({ subModule, layer, attention, expert }: NamedTensor | Matrix, role: string): string =>
  `${subModule} ${layer} ${attention} ${expert} ${role}`;

function matricesOf({ tensor, named }: MappedTensor, described: ReadonlyMap<string, Matrix>): WeightMatrix[] {
  const { parts, transposed = false, tied, uncounted } = named;
  if (tied !== undefined || uncounted) return [];
  const tensorRows = parts.reduce((sum, part) => sum + part.rows.size, 0);
  let firstRow = 0;
  return parts.flatMap(({ role, rows, cols }) => {
    const start = firstRow;
    firstRow += rows.size;
    const matrix = cols && described.get(placeText(named, role));
    if (!matrix) return [];
    return [{ ...matrix, rowAxis: rows, colAxis: cols, tensor, firstRow: start, tensorRows, transposed }];
  });
}
