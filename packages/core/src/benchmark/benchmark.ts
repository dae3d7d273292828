import type { Architecture } from "../architecture/architecture.js";

/** One trained network of a benchmark. */
export interface BenchmarkEntry {
  /** Its name in the benchmark. */
  readonly id: string;
  readonly architecture: Architecture;
  /** Trained quality, higher is better. */
  readonly quality: number;
  /** The macro choices of the network that was trained; rankings are also judged within equal ones. */
  readonly macro: { readonly depth: number; readonly hidden: number };
}

/** Architectures with their trained quality. */
export interface Benchmark {
  readonly name: string;
  /** What quality is, as "GLUE score". */
  readonly quality: string;
  /** How the rows were read, where a benchmark has several readings. */
  readonly inventory: string | undefined;
  readonly entries: readonly BenchmarkEntry[];
}

/** A reading of the rows of a benchmark. */
export interface Inventory {
  readonly summary: string;
}

/** A published benchmark and how to read its file: the extension point for new ones. */
export interface BenchmarkFormat {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly licence: string;
  /** The main file's name as published. */
  readonly fileName: string;
  /** The readings of its rows; empty where there is only one. */
  readonly inventories: Readonly<Record<string, Inventory>>;
  readonly defaultInventory: string | undefined;
  /**
   * Reads the text of its main file.
   *
   * @throws {InputError} with file, line and key where the text is not what it should be; {UsageError} for an unknown inventory
   */
  readonly read: (
    text: string,
    options: { readonly file?: string | undefined; readonly inventory?: string | undefined },
  ) => Benchmark;
}
