import { sizeOf, type Value } from "../../graph/value.js";
import { emit, sizesName, valueName } from "../../onnx/emit.js";
import { isSized, type Lifted, lift, sizesOf } from "../../onnx/template.js";
import type { Executor, Feed, Precision } from "../executor.js";
import {
  type FoundRuntime,
  findRuntime,
  type RuntimePackage,
  type RuntimeSession,
  type RuntimeTensor,
} from "./runtime.js";
import { WithDoubles } from "./with-doubles.js";

export interface OnnxOptions {
  /** Which runtimes may be used, the first that is installed first. Default: the native one, else WebAssembly. WebGPU has to be named. */
  readonly packages?: readonly RuntimePackage[] | undefined;
  /** Threads of one run. Default: 1, so that sums do not depend on the machine. */
  readonly threads?: number | undefined;
  /** Sessions that are kept, the last used first. Default: 64. */
  readonly sessions?: number | undefined;
  /** Whether runs of a session mostly have the same sizes, so that their memory is kept for the next. Default: false. */
  readonly isSteady?: boolean | undefined;
}

/** An executor that says how many sessions it has opened. */
export interface OnnxExecutor extends Executor {
  readonly opened: number;
}

/**
 * Runs graphs with ONNX Runtime. Graphs of one topology share a session, whatever their sizes.
 *
 * @throws {UsageError} that says what to install if no runtime is there
 * @example
 * const executor = await openOnnx();
 * const [loss] = await executor.run([network.loss], feed);
 * await executor.close();
 */
export async function openOnnx(options: OnnxOptions = {}): Promise<OnnxExecutor> {
  const { threads = 1, sessions = 64, isSteady = false } = options;
  const found = await findRuntime(options.packages, threads);
  const executor = new Sessions(found, threads, sessions, isSteady);
  if (found.provider !== "webgpu") return executor;
  return new WithDoubles(executor, () => openOnnx({ ...options, packages: ["onnxruntime-web"] }));
}

class Sessions implements OnnxExecutor {
  readonly name: string;
  opened = 0;
  readonly #found: FoundRuntime;
  readonly #threads: number;
  readonly #limit: number;
  readonly #isSteady: boolean;
  /** By template, the one that was used last at the end. */
  readonly #open = new Map<string, RuntimeSession>();

  constructor(found: FoundRuntime, threads: number, limit: number, isSteady: boolean) {
    this.name = found.name;
    this.#found = found;
    this.#threads = threads;
    this.#limit = limit;
    this.#isSteady = isSteady;
  }

  async run(
    outputs: readonly Value[],
    feed: Feed,
    precision: Precision = "float32",
  ): Promise<readonly (Float32Array | Float64Array)[]> {
    const lifted = lift(outputs);
    const session = await this.#session(lifted, precision);
    const feeds = this.#feeds(lifted, feed, precision);
    const results = await session.run(feeds);
    const numbers = outputs.map((output) => numbersOf(results[valueName(lifted.numberOf.get(output)!)]));
    for (const tensor of Object.values(results)) tensor.dispose?.();
    return numbers;
  }

  async close(): Promise<void> {
    for (const session of this.#open.values()) await session.release();
    this.#open.clear();
  }

  async #session(lifted: Lifted, precision: Precision): Promise<RuntimeSession> {
    const key = `${precision} ${lifted.signature}`;
    const session = this.#open.get(key) ?? (await this.#create(emit(lifted, precision)));
    this.#open.delete(key);
    this.#open.set(key, session);
    for (const [oldest, one] of this.#open) {
      if (this.#open.size <= this.#limit) break;
      this.#open.delete(oldest);
      await one.release();
    }
    return session;
  }

  async #create(bytes: Uint8Array): Promise<RuntimeSession> {
    this.opened++;
    return await this.#found.runtime.InferenceSession.create(bytes, {
      executionProviders: [this.#found.provider],
      graphOptimizationLevel: "basic",
      // Both expect one size a session. Where sizes differ from run to run, each session would keep the memory of its largest.
      enableMemPattern: this.#isSteady,
      enableCpuMemArena: this.#isSteady,
      intraOpNumThreads: this.#threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
  }

  #feeds({ order }: Lifted, feed: Feed, precision: Precision): Record<string, RuntimeTensor> {
    const { Tensor } = this.#found.runtime;
    const feeds: Record<string, RuntimeTensor> = {};
    for (const [number, value] of order.entries()) {
      const { operation, shape } = value;
      if (operation.kind === "indices")
        feeds[valueName(number)] = new Tensor("int64", BigInt64Array.from(operation.data, BigInt), shape);
      const numbers = realNumbers(value, feed);
      if (numbers) feeds[valueName(number)] = new Tensor(precision, inPrecision(numbers, precision), shape);
      if (isSized(value)) {
        const sizes = sizesOf(value);
        feeds[sizesName(number)] = new Tensor("int64", BigInt64Array.from(sizes, BigInt), [sizes.length]);
      }
    }
    return feeds;
  }
}

/** The numbers of a leaf that are not whole. */
function realNumbers({ operation, shape }: Value, feed: Feed): Float32Array | Float64Array | undefined {
  if (operation.kind === "constant") return operation.data;
  if (operation.kind !== "input") return undefined;
  const size = sizeOf(shape);
  return feed(operation.name, size).subarray(0, size);
}

const inPrecision = (
  numbers: Float32Array | Float64Array,
  precision: Precision,
): Float32Array | Float64Array => {
  if (precision === "float64") return numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
};

/** A copy, since the tensor is released. */
function numbersOf({ data }: RuntimeTensor): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data.slice();
  throw new TypeError("the runtime returned numbers of another type than requested");
}
