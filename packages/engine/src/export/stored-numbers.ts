import type { Shape } from "../graph/value.js";
import type { ModelWriter, StoredTensor } from "../onnx/model.js";

/** Numbers of a model that no input gives: constants of its graph, and weights that are read when the file is written. */
export class StoredNumbers {
  readonly #model: ModelWriter;
  readonly #tables = new Map<string, Float64Array | Int32Array>();
  readonly #names = new Map<Float64Array | Int32Array, string>();

  constructor(model: ModelWriter) {
    this.#model = model;
  }

  weight(name: string, shape: Shape): string {
    return this.#model.stored({ name, type: "float32", shape });
  }

  /** A constant of the graph; the same name for the same number. */
  constant(data: Float64Array, shape: Shape): string {
    const own = data.length === 1 ? `number_${data[0]}_of_${shape.length}_axes` : undefined;
    return this.#table(data, { type: "float32", shape }, own);
  }

  /** Whole numbers of a look-up. */
  whole(data: Int32Array, shape: Shape): string {
    return this.#table(data, { type: "int64", shape });
  }

  /** Whether a name is that of a constant, and no weight. */
  isTable(name: string): boolean {
    return this.#tables.has(name);
  }

  /** The bytes of a tensor, those of weights from elsewhere. */
  async read(
    { name, type }: StoredTensor,
    readWeight: (name: string) => Promise<Float32Array>,
  ): Promise<Uint8Array> {
    const table = this.#tables.get(name);
    if (!table) return bytesOf(await readWeight(name));
    return bytesOf(type === "int64" ? BigInt64Array.from(table, BigInt) : Float32Array.from(table));
  }

  #table(data: Float64Array | Int32Array, about: Omit<StoredTensor, "name">, own?: string): string {
    const name = this.#names.get(data) ?? own ?? `table_${this.#tables.size}`;
    this.#names.set(data, name);
    this.#tables.set(name, data);
    return this.#model.stored({ name, ...about });
  }
}

/** Numbers as a file has them: every machine that runs this stores the least byte first, as ONNX does. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
