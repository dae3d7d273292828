import {
  type MappedCheckpoint,
  matrixValues,
  tensorValues,
  type Values,
  type WeightMatrix,
} from "@zerolm/checkpoint";
import { type Host, InterruptedError, pacedReport } from "@zerolm/core";
import { type StoredVector, storedVectors } from "./stored-vectors.js";

/** The numbers of a checkpoint by the names under which a network asks for them. */
export interface TrainedWeights {
  /** Matrices by the names of `matrices()`, rows × cols; experts one behind the other. */
  readonly matrices: ReadonlyMap<string, Float32Array>;
  /** Biases, and scales and shifts of norms. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/** The numbers of a name. They are not to be changed. */
export function numbersOf({ matrices, vectors }: TrainedWeights, name: string): Float32Array {
  const numbers = matrices.get(name) ?? vectors.get(name);
  if (!numbers) throw new RangeError(`the checkpoint has no weights ${name}`);
  return numbers;
}

/**
 * Reads all weights of a checkpoint as 32-bit floats, matrix by matrix: cut out of fused tensors, transposed where the file has in × out.
 *
 * @throws {InterruptedError} if the host stops it
 * @example
 * const weights = await readWeights(mapCheckpoint(checkpoint));
 * weights.matrices.get("layers.0.ffn.up");
 */
export async function readWeights(
  mapped: Pick<MappedCheckpoint, "matrices" | "tensors">,
  host: Host = {},
): Promise<TrainedWeights> {
  const report = pacedReport(host);
  const [matrices, vectors] = [new Map<string, Float32Array>(), new Map<string, Float32Array>()];
  const groups = [...byName(mapped.matrices)];
  for (const [done, [name, copies]] of groups.entries()) {
    if (host.signal?.aborted) throw new InterruptedError("stopped before all weights were read");
    matrices.set(name, await readCopies(copies));
    await report({ what: "of the matrices read", done: done + 1, total: groups.length });
  }
  for (const vector of storedVectors(mapped)) vectors.set(vector.name, await readVector(vector));
  return { matrices, vectors };
}

/** Weights of a checkpoint that are read one by one. */
export interface WeightReader {
  /** Which biases, and scales and shifts of norms, there are. */
  readonly vectors: ReadonlySet<string>;
  /** The numbers of a name, read now. */
  readonly read: (name: string) => Promise<Float32Array>;
}

/**
 * Reads weights of a checkpoint when they are asked for, for whoever need not have all of them in memory.
 *
 * @example
 * const { read } = weightReader(mapCheckpoint(checkpoint));
 * await read("layers.0.ffn.up");
 */
export function weightReader(mapped: Pick<MappedCheckpoint, "matrices" | "tensors">): WeightReader {
  const matrices = byName(mapped.matrices);
  const vectors = new Map(storedVectors(mapped).map((vector) => [vector.name, vector]));
  return {
    vectors: new Set(vectors.keys()),
    async read(name) {
      const [copies, vector] = [matrices.get(name), vectors.get(name)];
      if (copies) return await readCopies(copies);
      if (vector) return await readVector(vector);
      throw new RangeError(`the checkpoint has no weights ${name}`);
    },
  };
}

const readVector = async ({ tensor, first, size }: StoredVector): Promise<Float32Array> =>
  inSingle(await tensorValues(tensor)).subarray(first, first + size);

/** The number of a copy of a matrix, as in `layers.0.ffn.up[3]`. */
const copyNumber = /\[(\d+)\]$/;

/** Matrices by the name that copies share, in the order of the copies. */
function byName(stored: readonly WeightMatrix[]): Map<string, WeightMatrix[]> {
  const numberOf = ({ name }: WeightMatrix): number => Number(copyNumber.exec(name)?.[1] ?? 0);
  const groups = new Map<string, WeightMatrix[]>();
  for (const matrix of stored.toSorted((one, other) => numberOf(one) - numberOf(other))) {
    const name = matrix.name.replace(copyNumber, "");
    groups.set(name, [...(groups.get(name) ?? []), matrix]);
  }
  return groups;
}

/** One matrix, or several of one shape one behind the other. */
async function readCopies(copies: readonly WeightMatrix[]): Promise<Float32Array> {
  const [only] = copies as [WeightMatrix, ...WeightMatrix[]];
  if (copies.length === 1) return inSingle(await matrixValues(only));
  const size = only.rows * only.cols;
  const all = new Float32Array(copies.length * size);
  for (const [index, copy] of copies.entries()) all.set(await matrixValues(copy), index * size);
  return all;
}

const inSingle = (values: Values): Float32Array =>
  values instanceof Float32Array ? values : Float32Array.from(values);
