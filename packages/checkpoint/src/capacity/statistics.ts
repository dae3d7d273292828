import { type Axis, type Host, InterruptedError, pacedReport } from "@zerolm/core";
import type { MappedCheckpoint, WeightMatrix } from "../map-checkpoint.js";
import { dtypes } from "../safetensors/dtype.js";
import type { Tensor } from "../safetensors/tensor.js";
import { notFinite } from "./finite.js";
import type { Side } from "./pieces.js";
import type { SquaresRunner, SquaresTask } from "./squares.js";

/** Σ x² of a matrix, whole and along the side that can be cut. */
export interface MatrixStatistics {
  readonly matrix: WeightMatrix;
  /** ‖W‖²_F. */
  readonly squaredNorm: number;
  /** `rows` where squares are summed up by output, `cols` where by input; what else can be cut decides. */
  readonly side: Side;
  /** One sum for every index of that side. */
  readonly squares: Float64Array;
}

export interface StatisticsOptions {
  /** Is told how many bytes are read, and may stop it. */
  readonly host?: Host | undefined;
  /** Which matrices. Default: those of the layers. */
  readonly chosen?: (matrix: WeightMatrix) => boolean;
}

/** Bytes of a task: enough to make handing it over cheap, and little enough to share out a few large tensors evenly. */
const taskBytes = 16 * 2 ** 20;

/**
 * Frobenius statistics of a checkpoint in one pass over its bytes: from them the ZeroLM capacity of every matrix, and of every matrix with
 * fewer heads or FFN rows, follows without reading it again.
 *
 * @throws {WorkError} that names a tensor with numbers that are not finite; {InterruptedError} if the host stops it
 * @example
 * const statistics = await squareStatistics(mapCheckpoint(checkpoint), squaresHere(await wasmKernels()));
 */
export async function squareStatistics(
  { matrices }: Pick<MappedCheckpoint, "matrices">,
  run: SquaresRunner,
  { host = {}, chosen = ({ layer }) => layer !== undefined }: StatisticsOptions = {},
): Promise<MatrixStatistics[]> {
  const wanted = matrices.filter(chosen);
  const tensors = [...new Map(wanted.map((matrix) => [matrix.tensor.name, matrix])).values()];
  const tasks = tensors.map((matrix) => ({ matrix, tasks: tasksOf(matrix) }));
  const total = tensors.reduce((sum, { tensor }) => sum + tensor.end - tensor.start, 0);
  const report = pacedReport(host);
  let done = 0;
  const counted = async (task: SquaresTask): Promise<Float64Array> => {
    const sums = await run(task);
    if (host.signal?.aborted) throw new InterruptedError("stopped before all weights were read");
    done += (task.range.to - task.range.from) * task.cols * dtypes[task.tensor.dtype].bytes;
    await report({ what: "of the weights read", done, total });
    return sums;
  };
  const sums = new Map<Tensor, Float64Array>();
  await Promise.all(
    tasks.map(async ({ matrix, tasks }) => {
      const parts = await Promise.all(tasks.map(counted));
      sums.set(matrix.tensor, joined(parts, storedSide(matrix)));
    }),
  );
  return wanted.map((matrix) => statisticsOf(matrix, sums.get(matrix.tensor) as Float64Array));
}

const canBeCut = ({ of }: Axis): boolean => of !== "other" && of !== "hidden";

/** The side of W = out × in along which it is cut; that of a fused tensor is along its rows, where its parts lie. */
const logicalSide = ({ rowAxis, colAxis }: WeightMatrix): Side =>
  canBeCut(colAxis) && !canBeCut(rowAxis) ? "cols" : "rows";

/** The same side as it lies in the file. */
function storedSide(matrix: WeightMatrix): Side {
  return (logicalSide(matrix) === "rows") === matrix.transposed ? "cols" : "rows";
}

function tasksOf(matrix: WeightMatrix): SquaresTask[] {
  const { tensor, transposed, tensorRows, cols } = matrix;
  const [storedRows, storedCols] = transposed ? [cols, tensorRows] : [tensorRows, cols];
  const step = Math.max(1, Math.floor(taskBytes / (storedCols * dtypes[tensor.dtype].bytes)));
  const tasks: SquaresTask[] = [];
  for (let from = 0; from < storedRows; from += step)
    tasks.push({
      tensor,
      cols: storedCols,
      side: storedSide(matrix),
      range: { from, to: Math.min(storedRows, from + step) },
    });
  return tasks;
}

function joined(parts: readonly Float64Array[], side: Side): Float64Array {
  if (side === "rows") {
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
  const all = new Float64Array(parts[0]?.length ?? 0);
  for (const part of parts)
    for (let index = 0; index < all.length; index++) all[index]! += part[index] as number;
  return all;
}

function statisticsOf(matrix: WeightMatrix, sums: Float64Array): MatrixStatistics {
  const side = logicalSide(matrix);
  const squares = side === "rows" ? sums.slice(matrix.firstRow, matrix.firstRow + matrix.rows) : sums;
  const squaredNorm = squares.reduce((sum, value) => sum + value, 0);
  if (!Number.isFinite(squaredNorm)) throw notFinite(matrix.tensor);
  return { matrix, squaredNorm, side, squares };
}
