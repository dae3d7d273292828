import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  blobFolder,
  bytesSource,
  type Checkpoint,
  openSafetensors,
  safetensorsChunks,
  type TensorData,
} from "@zerolm/checkpoint";

type Config = Readonly<Record<string, unknown>>;

/** A small network as transformers computes it; see `by-transformers.py`. */
export interface Case {
  /** Its config as a person writes it, and as transformers 5 saves it. */
  readonly given: Config;
  readonly saved: Config;
  /** Shapes by the names of the file. */
  readonly tensors: Readonly<Record<string, readonly number[]>>;
  readonly ids: readonly number[];
  /** −ln p of the token behind each token, of the first behind the last. */
  readonly losses: readonly number[];
  /** −ln p of every token of the vocabulary behind the last token of each sequence. */
  readonly nats: readonly number[];
}

interface Document {
  readonly source: string;
  readonly batch: { readonly sequences: number; readonly tokens: number };
  readonly cases: Readonly<Record<string, Case>>;
}

export const { batch, cases, source } = JSON.parse(
  readFileSync(join(import.meta.dirname, "golden/by-transformers.json"), "utf8"),
) as Document;

/** Numbers that follow from names and places alone, as `numbers_of` of `by-transformers.py` has them. */
export function numbersOf(name: string, shape: readonly number[]): Float32Array {
  let start = 0x811c9dc5;
  for (const letter of new TextEncoder().encode(name)) start = Math.imul(start ^ letter, 0x01000193);
  const size = shape.reduce((product, one) => product * one, 1);
  return Float32Array.from({ length: size }, (_, place) => {
    let mixed = (Math.imul(place, 2654435761) + start) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    const uniform = ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 31 - 1;
    if (shape.length > 1) return (uniform * 2) / Math.sqrt(shape.at(-1)!);
    return name.endsWith("weight") ? 1 + uniform / 2 : uniform / 2;
  });
}

/** The checkpoint of a case under a config. */
export async function checkpointOf({ tensors }: Pick<Case, "tensors">, config: Config): Promise<Checkpoint> {
  const data = Object.entries(tensors).map(([name, shape]): TensorData => {
    const { buffer } = numbersOf(name, shape);
    return { name, dtype: "F32", shape, chunks: () => [new Uint8Array(buffer)] };
  });
  const bytes: Uint8Array[] = [];
  for await (const chunk of safetensorsChunks(data, { format: "pt" })) bytes.push(chunk);
  const set = await openSafetensors(bytesSource(new Uint8Array(Buffer.concat(bytes)), "model.safetensors"));
  return { ...set, config, folder: blobFolder(new Map()) };
}
