import {
  type Host,
  InterruptedError,
  pacedReport,
  type RealWeights,
  type WeightBlock,
  WorkError,
} from "@zerolm/core";
import type { MappedCheckpoint, WeightMatrix } from "../map-checkpoint.js";
import type { Values } from "../safetensors/dtype.js";
import type { LogDeterminantRunner } from "./matrix-capacity.js";
import type { SquaresRunner } from "./squares.js";
import { squareStatistics } from "./statistics.js";
import { matrixValues } from "./values.js";

/** What measures weights; threads do, or this one. */
export interface WeightRunners {
  readonly squares: SquaresRunner;
  readonly logDeterminant: LogDeterminantRunner;
  /** How many determinants are under way at once. Default: 1. */
  readonly threads?: number | undefined;
  /** Is told how much is done, of how much: bytes for squares, multiply-adds for determinants. May stop it. */
  readonly host?: Host | undefined;
}

/**
 * The weights of a checkpoint for proxies of core. A proxy is asked twice: first for what it wants to know of the weights, so that
 * squares are summed up in one pass over the bytes and every matrix is read once for its determinants; then for its score.
 *
 * @param ask scores the checkpoint's architecture with the weights that it is given
 * @returns what `ask` returns for the real weights
 * @throws {WorkError} that names a tensor with numbers that are not finite; {InterruptedError} if the host stops it
 * @example
 * const { value } = await withRealWeights(mapped, runners, (weights) =>
 *   proxies.zerolm.scorer({}, { weights }).score(mapped.architecture));
 */
export async function withRealWeights<Answer>(
  { matrices }: Pick<MappedCheckpoint, "matrices">,
  runners: WeightRunners,
  ask: (weights: RealWeights) => Answer | Promise<Answer>,
): Promise<Answer> {
  const wanted = new Map<string, WeightBlock>();
  await ask((block) => {
    wanted.set(blockText(block), block);
    return 1;
  });
  const known = new Map(matrices.map((matrix) => [matrix.name, matrix]));
  const blocks = [...wanted.values()];
  const measured = new Map([
    ...(await norms(
      blocks.filter(({ capacity }) => capacity === "frobenius"),
      matrices,
      runners,
    )),
    ...(await determinants(
      blocks.filter(({ capacity }) => capacity === "logDeterminant"),
      known,
      runners,
    )),
  ]);
  return await ask((block) => measured.get(blockText(block)) ?? Number.NaN);
}

const namesOf = ({ matrices }: WeightBlock): string => matrices.map(({ name }) => name).join(" ");
const blockText = (block: WeightBlock): string => `${block.capacity} ${block.head} ${namesOf(block)}`;

/** ‖W‖² / min(rows, cols) of whole matrices, in one pass over the bytes. */
async function norms(
  blocks: readonly WeightBlock[],
  matrices: readonly WeightMatrix[],
  { squares, host }: WeightRunners,
): Promise<[string, number][]> {
  const names = new Map(blocks.map((block) => [namesOf(block), blockText(block)]));
  const statistics = await squareStatistics({ matrices }, squares, {
    chosen: ({ name }) => names.has(name),
    host,
  });
  return statistics.map(({ matrix: { name, rows, cols }, squaredNorm }) => [
    names.get(name) as string,
    squaredNorm / Math.min(rows, cols),
  ]);
}

/** ln det(I + WᵀW) of every block; blocks of the same matrices are read together. */
async function determinants(
  blocks: readonly WeightBlock[],
  known: ReadonlyMap<string, WeightMatrix>,
  { logDeterminant, threads = 1, host = {} }: WeightRunners,
): Promise<[string, number][]> {
  const total = blocks.reduce((sum, block) => sum + workOf(block), 0);
  const measured: [string, number][] = [];
  const report = pacedReport(host);
  let done = 0;
  const waiting = bySameMatrices(blocks).values();
  // As many matrices are in memory as there are threads.
  const work = async (): Promise<void> => {
    for (const group of waiting) {
      if (host.signal?.aborted) throw new InterruptedError("stopped before all determinants were computed");
      const values = await stacked(group[0] as WeightBlock, known);
      for (const block of group) {
        const [rows, cols] = shapeOf(block);
        const first = (block.head ?? 0) * rows * cols;
        const own = group.length === 1 ? values : values.slice(first, first + rows * cols);
        measured.push([blockText(block), await logDeterminant(own, rows, cols)]);
        done += workOf(block);
        await report({ what: "of ln det", done, total });
      }
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return measured;
}

function bySameMatrices(blocks: readonly WeightBlock[]): WeightBlock[][] {
  const groups = new Map<string, WeightBlock[]>();
  for (const block of blocks) {
    const group = groups.get(namesOf(block));
    if (group) group.push(block);
    else groups.set(namesOf(block), [block]);
  }
  return [...groups.values()];
}

/** Rows and columns of a block. */
function shapeOf({ matrices, head }: WeightBlock): [rows: number, cols: number] {
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  const [{ cols, heads } = { cols: 0, heads: 1 }] = matrices;
  return [head === undefined ? rows : rows / heads, cols];
}

function workOf(block: WeightBlock): number {
  const [rows, cols] = shapeOf(block);
  return rows * cols * Math.min(rows, cols);
}

/** The values of matrices one below the other. */
async function stacked({ matrices }: WeightBlock, known: ReadonlyMap<string, WeightMatrix>): Promise<Values> {
  const parts: Values[] = [];
  for (const { name } of matrices) {
    const matrix = known.get(name);
    if (!matrix) throw new WorkError("is not in the checkpoint", { key: name });
    parts.push(await matrixValues(matrix));
  }
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = first instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
