import { InputError, type SubModule } from "@zerolm/core";
import type { Checkpoint } from "../checkpoint.js";
import { dtypes } from "../safetensors/dtype.js";
import type { Tensor, TensorSet } from "../safetensors/tensor.js";
import { type CheckpointFamily, checkpointFamilies } from "./families.js";
import type { Axis, Expected, Family, Sizes, TensorRole } from "./family.js";
import { SizeReader } from "./size-reader.js";

/** A tensor of a checkpoint and what it is. */
export interface MappedTensor {
  readonly tensor: Tensor;
  readonly expected: Expected;
}

/** One weight matrix as it lies in a tensor, rows × cols = out × in whatever the file does. */
export interface WeightMatrix {
  /** Unique in its checkpoint, as core names it: `layers.3.ffn.up`, `layers.3.ffn.expert 1.up`. */
  readonly name: string;
  readonly subModule: SubModule;
  readonly role: TensorRole;
  readonly layer: number | undefined;
  readonly block: string | undefined;
  readonly rows: Axis;
  readonly cols: Axis;
  readonly tensor: Tensor;
  /** The first of its rows among those of the tensor, which may hold several matrices. */
  readonly firstRow: number;
  readonly tensorRows: number;
  /** Stored in × out. */
  readonly transposed: boolean;
}

/** Every tensor of a checkpoint in its place. */
export interface MappedCheckpoint {
  readonly family: CheckpointFamily;
  readonly sizes: Sizes;
  readonly tensors: readonly MappedTensor[];
  readonly matrices: readonly WeightMatrix[];
  /** Tensors that the family does not know; they are carried along and enter no capacity. */
  readonly unknown: readonly string[];
}

/**
 * Says of each tensor of a checkpoint which matrix of which role in which layer it is.
 *
 * @throws {InputError} that names every tensor that is missing or has another shape than the config says, and the sizes that
 * contradict each other
 * @example
 * const { matrices } = mapCheckpoint(await openCheckpoint(folder));
 */
export function mapCheckpoint(checkpoint: Pick<Checkpoint, "config" | "tensors">): MappedCheckpoint {
  const { name, family } = familyOf(checkpoint.config);
  const reader = new SizeReader(checkpoint.config);
  const sizes = family.sizes(reader);
  checkDepth(sizes, checkpoint, reader);
  reader.finish();
  const { found, missing } = assign(family, family.tensors(sizes), checkpoint.tensors);
  const misfits = found.flatMap(misfitOf);
  const [first, ...rest] = [...missing, ...misfits];
  if (first) throw new InputError(first.message, first.place, rest);
  const known = new Set(found.map(({ tensor }) => tensor.name));
  const unknown = [...checkpoint.tensors.keys()].filter(
    (key) => !known.has(key) && !family.ignored?.test(key),
  );
  return { family: name, sizes, tensors: found, matrices: found.flatMap(matricesOf), unknown };
}

function familyOf(config: Checkpoint["config"]): { name: CheckpointFamily; family: Family } {
  const type = config.model_type;
  if (typeof type === "string" && Object.hasOwn(checkpointFamilies, type)) {
    const name = type as CheckpointFamily;
    return { name, family: checkpointFamilies[name] };
  }
  const known = Object.keys(checkpointFamilies).join(", ");
  const found = type === undefined ? "is missing" : `is ${JSON.stringify(type)}`;
  throw new InputError(`${found}; checkpoints of ${known} are read`, {
    file: "config.json",
    key: "model_type",
  });
}

/** A config may claim a million layers or experts; a layer has at least one tensor. */
function checkDepth(
  { layers, ...sizes }: Sizes,
  { tensors }: Pick<TensorSet, "tensors">,
  reader: SizeReader,
): void {
  const experts = "experts" in sizes && typeof sizes.experts === "number" ? sizes.experts : 0;
  const least = layers.filter(({ heads, ffnWidth }) => heads + ffnWidth > 0).length * Math.max(1, experts);
  if (least <= tensors.size) return;
  reader.problem(
    "num_hidden_layers",
    `asks for at least ${least} tensors, and the weights are ${tensors.size}`,
  );
  reader.finish();
}

function assign(
  { prefix }: Family,
  expected: readonly Expected[],
  tensors: TensorSet["tensors"],
): { found: MappedTensor[]; missing: InputError[] } {
  const prefixed = [...tensors.keys()].some((key) => prefix !== "" && key.startsWith(prefix));
  const before = prefixed ? prefix : "";
  const found: MappedTensor[] = [];
  const missing: InputError[] = [];
  for (const one of expected) {
    const start = one.outside ? "" : before;
    const names = [one.name, ...(one.aliases ?? [])].map((name) => start + name);
    const tensor = names.map((name) => tensors.get(name)).find((there) => there !== undefined);
    if (tensor) found.push({ tensor, expected: one });
    else if (!one.optional)
      missing.push(new InputError("is missing, and the config asks for it", { key: start + one.name }));
  }
  return { found, missing };
}

function misfitOf({ tensor, expected }: MappedTensor): InputError[] {
  const place = { file: tensor.source.name, key: tensor.name };
  if (!dtypes[tensor.dtype].float)
    return [
      new InputError(
        `holds ${tensor.dtype}, which are no weights; quantised checkpoints are not read`,
        place,
      ),
    ];
  const shape = expected.storedShape ?? shapeOf(expected);
  if (shape.length === tensor.shape.length && shape.every((size, index) => size === tensor.shape[index]))
    return [];
  const message = `has the shape [${tensor.shape.join(", ")}], and by config.json it should be [${shape.join(", ")}]`;
  return [new InputError(message, place)];
}

/** The shape in the file that follows from the axes. */
export function shapeOf({ parts, transposed }: Expected): number[] {
  const rows = parts.reduce((sum, part) => sum + part.rows.size, 0);
  const cols = parts[0]?.cols;
  if (!cols) return [rows];
  return transposed ? [cols.size, rows] : [rows, cols.size];
}

function matricesOf({ tensor, expected }: MappedTensor): WeightMatrix[] {
  const { subModule, layer, block, parts, transposed = false } = expected;
  const tensorRows = parts.reduce((sum, part) => sum + part.rows.size, 0);
  const prefix = [layer === undefined ? undefined : `layers.${layer}`, subModule, block].filter(
    (part) => part !== undefined,
  );
  let firstRow = 0;
  return parts.flatMap(({ role, rows, cols }) => {
    const start = firstRow;
    firstRow += rows.size;
    if (!cols) return [];
    const name = [...prefix, role].join(".");
    return [
      { name, subModule, role, layer, block, rows, cols, tensor, firstRow: start, tensorRows, transposed },
    ];
  });
}
