import { readDocument, type SearchState, type SourceDocument, UsageError } from "@zerolm/core";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";

/** Milliseconds from one saving of the state to the next. */
const saveEvery = 10_000;

/**
 * Refuses a state file that could not be used, before anything else is done.
 *
 * @throws {UsageError} for another ending than .json
 */
export function checkStatePath(path: string | undefined): void {
  if (path !== undefined && !/\.json$/i.test(path))
    throw new UsageError("search states are written as .json. Give a file name that ends in .json.", {
      file: path,
    });
}

/** The state file of a search: what it resumes from, and what it is kept in. */
export class StateFile {
  readonly #path: string | undefined;
  readonly #host: TaskHost;
  /** The first report is saved too: a file that cannot be written is found out at once. */
  #saved = 0;
  #state: (() => SearchState) | undefined;

  /** @param path if there is none, nothing is kept */
  constructor(path: string | undefined, host: TaskHost) {
    this.#path = path;
    this.#host = host;
  }

  /** What was saved by an earlier search; `undefined` if nothing was. */
  async read(): Promise<SourceDocument | undefined> {
    if (this.#path === undefined) return undefined;
    const files = filesOf(this.#host);
    if ((await files.kindOf(this.#path)) === "missing") return undefined;
    return readDocument(await files.text(this.#path), this.#path);
  }

  /** Remembers the state of a search that goes on, and saves it now and then. */
  async keep(state: (() => SearchState) | undefined): Promise<void> {
    this.#state = state;
    if (Date.now() - this.#saved <= saveEvery) return;
    await this.save();
    this.#saved = Date.now();
  }

  /** Saves the state as it is now. */
  async save(state: SearchState | undefined = this.#state?.()): Promise<void> {
    if (this.#path === undefined || !state) return;
    await filesOf(this.#host).write(this.#path, `${JSON.stringify(state)}\n`);
  }
}
