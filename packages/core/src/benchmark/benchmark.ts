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
  /**
   * The networks that its quality may be compared with: same data, tokens and recipe. All statistics look at pairs within a group
   * only. Default: one group, the whole benchmark.
   */
  readonly group?: string | undefined;
  /** The total parameter count that was published with it, where one was. */
  readonly publishedParameters?: number | undefined;
}

/** Scores that came with a benchmark: by the name of the proxy one number an entry, `undefined` where an entry has none. */
export type PublishedScores = Readonly<Record<string, readonly (number | undefined)[]>>;

/** Architectures with their trained quality. */
export interface Benchmark {
  readonly name: string;
  /** What quality is, as "GLUE score". */
  readonly quality: string;
  /** How the rows were read, where a benchmark has several readings. */
  readonly reading: string | undefined;
  readonly entries: readonly BenchmarkEntry[];
  /** Scores of proxies that came with it. Missing where none did. */
  readonly publishedScores?: PublishedScores | undefined;
  /** Columns of a table that are neither known nor numbers. Missing where there are none. */
  readonly ignoredColumns?: readonly string[] | undefined;
}

/** A reading of the rows of a benchmark. */
export interface Reading {
  readonly summary: string;
}

/** Where a benchmark is read from, and how. */
export interface ReadBenchmarkOptions {
  /** What messages call the main file. */
  readonly file?: string | undefined;
  /** Default: `defaultReading`. */
  readonly reading?: string | undefined;
  /** The texts of the files beside the main file that the format asks for, by path relative to its folder, `/` between parts. */
  readonly files?: ReadonlyMap<string, string> | undefined;
}

/** A format of benchmarks and how to read it: the extension point for new ones. */
export interface BenchmarkFormat {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly licence: string;
  /** The main file's name as published; `undefined` where it may have any name. */
  readonly fileName: string | undefined;
  /** What a text of this format holds and no other does; `benchmarks import` guesses by it. */
  readonly signature: RegExp;
  /** Which files beside the main file, by path relative to its folder, are read too. Default: none. */
  readonly beside?: ((path: string) => boolean) | undefined;
  /** How many levels of folders below that of the main file are looked through for them. Default: 0. */
  readonly besideDepth?: number | undefined;
  /** The readings of its rows; empty where there is only one. */
  readonly readings: Readonly<Record<string, Reading>>;
  readonly defaultReading: string | undefined;
  /**
   * Reads the text of its main file, with what lies beside it.
   *
   * @throws {InputError} with file, line and key where a text is not what it should be; {UsageError} for an unknown reading
   */
  readonly read: (text: string, options: ReadBenchmarkOptions) => Benchmark;
}
