import { InputError } from "@zerolm/core";
import { type DtypeName, dtypes, isDtypeName } from "./dtype.js";
import { duplicateKey } from "./duplicate-keys.js";

/*
 * A safetensors file: 8 bytes with the length N of the header (little-endian), N bytes of JSON, then the data.
 *
 *     {"__metadata__": {"format": "pt"}, "NAME": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [0, 12]}, …}
 *
 * Offsets count from the first byte after the header. The data of all tensors lie side by side without holes or overlaps and
 * end with the file; everything here is checked before a byte of it is read or allocated.
 */

/** One tensor in a file. `start` and `end` are bytes of the file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: DtypeName;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** What the header of a file says. */
export interface Header {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/** The bytes before the header. */
export const lengthBytes = 8;

/**
 * Hugging Face's own reader takes headers up to this size; a longer one is not read there either. The header of the largest
 * public checkpoints has under 1 MB.
 */
export const maximumHeaderBytes = 100_000_000;

/** The deepest that PyTorch can hold. */
const maximumRank = 64;

/**
 * The length of the header from the first 8 bytes of a file.
 *
 * @throws {InputError} where the file is too short for it
 */
export function headerLength(first: Uint8Array, fileBytes: number, file: string): number {
  if (fileBytes < lengthBytes)
    throw new InputError(`has ${fileBytes} bytes and is not a safetensors file. Was the download complete?`, {
      file,
    });
  const view = new DataView(first.buffer, first.byteOffset, lengthBytes);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(fileBytes - lengthBytes))
    throw new InputError(
      `the header should have ${length} bytes, but the file has ${fileBytes}. It is cut short, or not a safetensors file.`,
      { file },
    );
  if (length > maximumHeaderBytes)
    throw new InputError(`the header has ${length} bytes, above the maximum of ${maximumHeaderBytes}`, {
      file,
    });
  return Number(length);
}

/**
 * Reads and checks a header.
 *
 * @param bytes the header alone, without its length
 * @param fileBytes size of the whole file
 * @throws {InputError} that names the tensor and what is wrong with it
 */
export function parseHeader(bytes: Uint8Array, fileBytes: number, file: string): Header {
  const map = jsonMap(bytes, file);
  const dataStart = lengthBytes + bytes.length;
  const entries: TensorEntry[] = [];
  let metadata = new Map<string, string>();
  for (const [name, value] of Object.entries(map)) {
    if (name === "__metadata__") metadata = metadataOf(value, file);
    else entries.push(entryOf(name, value, dataStart, { file, key: name }));
  }
  checkLayout(entries, dataStart, fileBytes, file);
  return { metadata, tensors: new Map(entries.map((entry) => [entry.name, entry])) };
}

function jsonMap(bytes: Uint8Array, file: string): Record<string, unknown> {
  // The format asks for "{" first, so that a header cannot be taken for something else.
  if (bytes[0] !== 0x7b)
    throw new InputError("the header is not a JSON map. Is it a safetensors file?", { file });
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : "";
    throw new InputError(`the header is not valid JSON (${why}). The file is damaged.`, { file });
  }
  const twice = duplicateKey(text);
  if (twice !== undefined)
    throw new InputError("is in the header twice, so it is ambiguous", {
      file,
      key: twice,
    });
  return value as Record<string, unknown>;
}

function metadataOf(value: unknown, file: string): Map<string, string> {
  const place = { file, key: "__metadata__" };
  if (!isMap(value)) throw new InputError("must be a map of texts", place);
  const found = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") throw new InputError(`${JSON.stringify(key)} must be a text`, place);
    found.set(key, text);
  }
  return found;
}

type TensorPlace = { readonly file: string; readonly key: string };

function entryOf(name: string, value: unknown, dataStart: number, place: TensorPlace): TensorEntry {
  if (!isMap(value)) throw new InputError("must be a map with dtype, shape and data_offsets", place);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtypeName(dtype))
    throw new InputError(
      `has the dtype ${shown(dtype)}. Known dtypes: ${Object.keys(dtypes).join(", ")}.`,
      place,
    );
  if (!isSizes(shape) || shape.length > maximumRank)
    throw new InputError(
      `has the shape ${shown(shape)}, but it must be a list of whole numbers from 0`,
      place,
    );
  if (!isSizes(offsets) || offsets.length !== 2)
    throw new InputError(
      `has the data_offsets ${shown(offsets)}, but they must be two whole numbers from 0`,
      place,
    );
  const [from, to] = offsets as [number, number];
  if (to < from) throw new InputError(`ends at byte ${to}, before it begins at ${from}`, place);
  checkBytes(shape, dtype, to - from, place);
  return { name, dtype, shape, start: dataStart + from, end: dataStart + to };
}

function checkBytes(shape: readonly number[], dtype: DtypeName, bytes: number, place: TensorPlace): void {
  // In whole numbers: a product beyond 2⁵³ would be rounded, and could then agree with the offsets.
  const needed = shape.reduce((product, size) => product * BigInt(size), BigInt(dtypes[dtype].bytes));
  if (needed === BigInt(bytes)) return;
  const what = `[${shape.join(", ")}] numbers of ${dtype}`;
  throw new InputError(`${what} have ${needed} bytes, but data_offsets give it ${bytes}`, place);
}

function checkLayout(
  entries: readonly TensorEntry[],
  dataStart: number,
  fileBytes: number,
  file: string,
): void {
  const sorted = [...entries].sort((one, other) => one.start - other.start || one.end - other.end);
  let at = dataStart;
  for (const { name, start, end } of sorted) {
    if (start < at)
      throw new InputError("overlaps the tensor before it. The file is damaged.", { file, key: name });
    if (start > at)
      throw new InputError(`leaves a gap of ${start - at} bytes before it. The file is damaged.`, {
        file,
        key: name,
      });
    at = end;
  }
  if (at === fileBytes) return;
  const found = at > fileBytes ? "It is cut short. Download it again." : "The rest is unknown.";
  throw new InputError(`the tensors end at byte ${at} but the file at ${fileBytes}. ${found}`, { file });
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const shown = (value: unknown): string => (JSON.stringify(value) ?? "none").slice(0, 60);
