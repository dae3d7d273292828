import type { Value } from "../graph/value.js";

/** How numbers are held while a graph runs. */
export type Precision = "float32" | "float64";

/** Numbers of an input by its name, row by row; at least as many as its shape holds are there, and no more are read. */
export type Feed = (name: string, size: number) => Float32Array | Float64Array;

/** What runs graphs. One is used by one caller at a time. */
export interface Executor {
  /** What outputs call it, such as `onnxruntime-node 1.30.0`. */
  readonly name: string;
  /**
   * The numbers of some values, row by row.
   *
   * @param precision default: float32
   */
  readonly run: (
    outputs: readonly Value[],
    feed: Feed,
    precision?: Precision,
  ) => Promise<readonly (Float32Array | Float64Array)[]>;
  /** Releases what it holds. */
  readonly close: () => Promise<void>;
}
