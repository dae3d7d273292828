import type { Value } from "../../graph/value.js";
import type { Feed, Precision } from "../executor.js";
import type { OnnxExecutor } from "./onnx.js";

/** Runs graphs of 64 bits elsewhere: WebGPU has no such numbers, and its package no operations for them. */
export class WithDoubles implements OnnxExecutor {
  readonly name: string;
  readonly #singles: OnnxExecutor;
  readonly #openDoubles: () => Promise<OnnxExecutor>;
  #doubles: OnnxExecutor | undefined;

  /** @param openDoubles called at the first graph of 64 bits */
  constructor(singles: OnnxExecutor, openDoubles: () => Promise<OnnxExecutor>) {
    this.name = singles.name;
    this.#singles = singles;
    this.#openDoubles = openDoubles;
  }

  get opened(): number {
    return this.#singles.opened + (this.#doubles?.opened ?? 0);
  }

  async run(
    outputs: readonly Value[],
    feed: Feed,
    precision: Precision = "float32",
  ): Promise<readonly (Float32Array | Float64Array)[]> {
    if (precision === "float32") return await this.#singles.run(outputs, feed, precision);
    this.#doubles ??= await this.#openDoubles();
    return await this.#doubles.run(outputs, feed, precision);
  }

  async close(): Promise<void> {
    await this.#singles.close();
    await this.#doubles?.close();
  }
}
