import type { Terminal } from "./output.js";

const width = 30;

/** A progress bar on standard error, where that is a terminal and nobody asked for quiet. */
export class Progress {
  readonly #shown: boolean;
  #drawn = false;

  constructor({ quiet, json }: Terminal) {
    this.#shown = process.stderr.isTTY === true && !quiet && !json;
  }

  /** Draws `done` of `total`. */
  show(what: string, done: number, total: number): void {
    if (!this.#shown) return;
    const filled = total > 0 ? Math.round((width * done) / total) : 0;
    const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
    process.stderr.write(
      `\r[${"#".repeat(filled)}${" ".repeat(width - filled)}] ${String(percent).padStart(3)} % ${what}\u001b[K`,
    );
    this.#drawn = true;
  }

  /** Clears the line. */
  end(): void {
    if (this.#drawn) process.stderr.write("\r\u001b[K");
    this.#drawn = false;
  }
}
