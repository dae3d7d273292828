import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import {
  type ByteSource,
  type SquaresRunner,
  squaresHere,
  type Values,
  wasmKernels,
} from "@zerolm/checkpoint";
import { InputError } from "@zerolm/core";
import type { Piscina } from "piscina";
import type { PathSource } from "../files/path-source.js";
import { lanes } from "./lanes.js";
import type { Outcome, PathSquares } from "./worker.js";

/** Threads that do what reads every byte of a checkpoint. */
export interface Pool {
  readonly threads: number;
  readonly squares: SquaresRunner;
  /** ln det(I + WᵀW) of rows × cols numbers. `values` is handed over and is empty afterwards. */
  readonly logDeterminant: (values: Values, rows: number, cols: number) => Promise<number>;
  /** Ends the threads once each has finished the task that it is at. Tasks that wait are refused. */
  readonly close: () => Promise<void>;
}

export interface PoolOptions {
  /** Default: as many as there are cores. */
  readonly threads?: number;
  /** The script of a worker. Default: the one of this package. */
  readonly worker?: string;
}

/**
 * Starts threads, by Piscina. Tensors of a path are read by the threads themselves; others (merged adapters) on this one.
 *
 * @example
 * const pool = await openPool();
 * const statistics = await squareStatistics(mapped, pool.squares);
 * await pool.close();
 */
export async function openPool({
  threads = availableParallelism(),
  worker = createRequire(import.meta.url).resolve("@zerolm/node/worker.js"),
}: PoolOptions = {}): Promise<Pool> {
  const { Piscina: Threads } = await import("piscina"); // most commands start no threads
  const workers = new Threads({ filename: worker, minThreads: threads, maxThreads: threads });
  const here = squaresHere(await wasmKernels());
  // Piscina stops threads in the middle of a task, and throws where nobody can catch it if an answer is on its way.
  const { run, close } = lanes(threads);
  return {
    threads,
    squares: async (task) => {
      const { source, start, dtype } = task.tensor;
      if (!isPathSource(source)) return here(task);
      const { path, version } = source;
      const { cols, side, range } = task;
      const sent: PathSquares = { path, version, start, dtype, cols, side, range };
      return run(() => squaresThere(workers, sent));
    },
    logDeterminant: (values, rows, cols) =>
      run(() =>
        workers.run(
          { values, rows, cols },
          { name: "logDeterminant", transferList: [values.buffer as ArrayBuffer] },
        ),
      ),
    close: async () => {
      await close();
      await workers.destroy();
    },
  };
}

async function squaresThere(workers: Piscina, task: PathSquares): Promise<Float64Array> {
  const outcome: Outcome = await workers.run(task, { name: "squares" });
  if ("sums" in outcome) return outcome.sums;
  throw new InputError(outcome.refused, { file: task.path });
}

const isPathSource = (source: ByteSource): source is PathSource =>
  "path" in source && typeof source.path === "string";
