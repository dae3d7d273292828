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
  /** The total parameter count that was published with it, if one was. */
  readonly publishedParameters?: number | undefined;
  /** How many of the published ones belong to no matrix of the architecture; added to ours before the two are compared. Default: 0. */
  readonly uncountedParameters?: number | undefined;
}

/** Scores that came with a benchmark: by the name of the proxy one number an entry, `undefined` for an entry that has none. */
export type PublishedScores = Readonly<Record<string, readonly (number | undefined)[]>>;

/** Rows of a file that are no entries of the benchmark, for one reason. */
export interface LeftOut {
  /** What the rows are with, for example "no perplexity (never trained)". */
  readonly reason: string;
  readonly count: number;
  /** Their names in the file. */
  readonly ids: readonly string[];
}

/** Architectures with their trained quality. */
export interface Benchmark {
  readonly name: string;
  /** What quality is, and its sign: "GLUE score", "−perplexity". Higher is always better. */
  readonly quality: string;
  /** The quality that was chosen; one of `qualities`. */
  readonly qualityName: string;
  /** Every quality that at least one row has, by name; the default one first. */
  readonly qualities: readonly string[];
  /** How the rows were read, where a benchmark has several readings. */
  readonly reading: string | undefined;
  readonly entries: readonly BenchmarkEntry[];
  /** Scores of proxies that came with it. Missing where none did. */
  readonly publishedScores?: PublishedScores | undefined;
  /** Columns of a table that are neither known nor numbers. Missing where there are none. */
  readonly ignoredColumns?: readonly string[] | undefined;
  /** What the reader left out, and why. Missing if every row is an entry. */
  readonly leftOut?: readonly LeftOut[] | undefined;
  /** What has to be known of how the rows were read, a sentence each. */
  readonly notes?: readonly string[] | undefined;
  /** Why published parameter counts differ from ours, or what is done so that they do not. */
  readonly countsNote?: string | undefined;
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
  /** Which of the qualities of its rows, by name. Default: the first of `qualities`. */
  readonly quality?: string | undefined;
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
   * @throws {InputError} with file, line and key where a text is not what it should be; {UsageError} for an unknown reading or quality
   */
  readonly read: (text: string, options: ReadBenchmarkOptions) => Benchmark;
}
