import type { Folder, LogDeterminantRunner, SquaresRunner } from "@zerolm/checkpoint";
import type { Host } from "@zerolm/core";
import type { Executor } from "@zerolm/engine";
import type { JobInput, JobName, JobOutput } from "./jobs/jobs.js";
import type { ClosingProbe } from "./proxy/probe.js";

/** What stands at a path. */
export type PathKind = "file" | "folder" | "missing" | { readonly refused: string };

/** The files that a task may read and write. In Node they are those of the system; a page has those that were dropped on it. */
export interface Files {
  /**
   * A text, UTF-8, whole.
   *
   * @param path in Node `-` is standard input, which can be read once
   * @param maxBytes a larger file is refused before it is read. Default: 64 MiB.
   * @throws {InputError} that says why it cannot be read
   */
  readonly text: (path: string, options?: { readonly maxBytes?: number | undefined }) => Promise<string>;
  /** What messages call a path: "standard input" for `-`. */
  readonly nameOf: (path: string) => string;
  readonly kindOf: (path: string) => Promise<PathKind>;
  /** Paths of the files below a folder, relative to it, `/` between parts, down to so many levels of folders; empty if it cannot be listed. */
  readonly list: (folder: string, depth?: number) => Promise<readonly string[]>;
  /** A folder of binary files; for the path of a file its folder, that file the only weights in it. */
  readonly folder: (path: string) => Promise<Folder>;
  /** What a path and a name below it are together. */
  readonly join: (folder: string, name: string) => string;
  /** Writes a file whole or not at all. */
  readonly write: (path: string, data: FileContent) => Promise<void>;
  /** Makes a folder, and those above it. One that is there is left as it is. */
  readonly makeFolder: (path: string) => Promise<void>;
  /** Refuses a path at which no new folder can be written. */
  readonly requireFreeFolder: (path: string) => Promise<void>;
  /** Writes a new folder whole or not at all. */
  readonly writeFolder: (
    path: string,
    fill: (write: (name: string, data: FileContent) => Promise<void>) => Promise<void>,
  ) => Promise<void>;
  /** Folders in which published benchmarks may lie, in the order in which they are looked through. Downloads go to the last. */
  readonly dataFolders: () => readonly DataFolder[];
  /** Loads the default export of a module of the user's. Missing where programs of others may not run. */
  readonly module?: ((path: string) => Promise<unknown>) | undefined;
}

/** A folder in which published benchmarks may lie. */
export interface DataFolder {
  /** Missing if a folder of this name could be set up and is not. */
  readonly path: string | undefined;
  /** What messages call it. */
  readonly name: string;
}

/** What is written: text, bytes, or pieces of them one after the other. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What a file must be, to the bit. */
export interface PinnedFile {
  readonly bytes: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
}

/** A file to bring to a path. */
export interface FileDownload {
  readonly address: string;
  /** The path to bring the file to. */
  readonly target: string;
  readonly pinned: PinnedFile;
  /** What else a person can do if the network fails, as a sentence. */
  readonly otherWays: string;
  /** Called with the number of bytes that have arrived. */
  readonly onReceived?: ((bytes: number) => void) | undefined;
}

/** `present`: it was there; `replaced`: another file of this name was. */
export type DownloadOutcome = "present" | "downloaded" | "replaced";

/** Threads that do what takes long. */
export interface Threads {
  readonly count: number;
  readonly squares: SquaresRunner;
  readonly logDeterminant: LogDeterminantRunner;
  readonly close: () => Promise<void>;
}

/** Results that are kept from one run of the program to the next, by a key of letters and digits. */
export interface Results {
  /** What was kept; nothing if it is not there, or not as it was written. */
  readonly read: (key: string) => Promise<string | undefined>;
  /** Keeps a text, if it can. The oldest may go for it. */
  readonly write: (key: string, text: string) => Promise<void>;
}

/** Threads that do jobs, pieces of tasks that take long. */
export interface Workers {
  readonly count: number;
  /**
   * Does a job on the next thread that is free.
   *
   * @param signal looked at by the job too
   * @throws what the job throws
   */
  readonly run: <Name extends JobName>(
    name: Name,
    input: JobInput<Name>,
    signal?: Host["signal"],
  ) => Promise<JobOutput<Name>>;
  /** Tells the jobs to stop, and ends the threads once they have. */
  readonly close: () => Promise<void>;
}

/** The machine that a task runs on. */
export interface Machine {
  /** What its processor is called. */
  readonly processor: string;
  /** Threads that run at once. */
  readonly cores: number;
  /** The system and its kind of machine, as `linux x64`. */
  readonly system: string;
  /** What runs the program, as `node 20.20.0`. */
  readonly program: string;
  /** Whether large blocks of memory lie in huge pages. Missing if it is not known, or if there are none. */
  readonly hugePages?: boolean | undefined;
}

/**
 * What runs a task: beside progress and a signal to stop, files and threads. Every part is optional; a task that needs one says so.
 *
 * @example
 * const outcome = await runTask(rankTask, { files: ["config.json"] }, nodeHost());
 */
export interface TaskHost extends Host {
  /** Default: there are no files. */
  readonly files?: Files | undefined;
  /** Fetches a file, checks it and writes it whole or not at all. Default: nothing can be downloaded. */
  readonly download?: ((file: FileDownload) => Promise<DownloadOutcome>) | undefined;
  /** Starts threads. Default: everything is done on this one. */
  readonly threads?: (() => Promise<Threads>) | undefined;
  /** Starts threads for so many jobs; nothing if they would be no quicker. Default: jobs are done on this thread, one after the other. */
  readonly workers?: ((jobs: number) => Promise<Workers | undefined>) | undefined;
  /** Opens what runs trained networks; it is closed after the task. Default: ONNX Runtime, if it is installed. */
  readonly executor?: (() => Promise<Executor>) | undefined;
  /** The machine. Default: it is not known, and outcomes do not say it. */
  readonly machine?: (() => Machine) | undefined;
  /** Bytes of memory that a task may take now. Default: it is not known, and nothing is refused for it. */
  readonly memory?: (() => number) | undefined;
  /** Keeps what networks gave. Default: nothing is kept. */
  readonly results?: Results | undefined;
  /** Opens what runs networks before they are trained; it is closed after the task. Default: ONNX Runtime, if it is installed, on the threads of `workers`. */
  readonly probe?: (() => Promise<ClosingProbe>) | undefined;
  /**
   * What messages call a field of a request, or an option of a proxy: the flag that sets it, the label of a form. Default: its own name.
   *
   * @example
   * fieldName("nscAttention"); // "--nsc-attention"
   */
  readonly fieldName?: ((key: string) => string) | undefined;
}
