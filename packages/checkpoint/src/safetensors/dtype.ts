import { Float16Array, getFloat16 } from "@petamoriken/float16";
import { bfloat16Bytes, bfloat16Values } from "./bfloat16.js";
import { float8E4M3, float8E5M2 } from "./float8.js";

/** Numbers of a tensor. Every dtype up to 32 bits is exact in one of them. */
export type Values = Float32Array | Float64Array;

/** One number format of safetensors. */
export interface Dtype {
  /** Bytes of one number. */
  readonly bytes: number;
  /** Whether it holds fractions; only such tensors can be weights. */
  readonly float: boolean;
  /** Bytes of a tensor as numbers. 64-bit integers beyond ±2⁵³ are rounded. */
  readonly decode: (bytes: Uint8Array) => Values;
  /** Numbers as bytes: floats are rounded to nearest, ties to even; integers wrap as in typed arrays. */
  readonly encode: (values: ArrayLike<number>) => Uint8Array;
}

type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;
interface Constructor {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): TypedArray;
  new (values: ArrayLike<number>): TypedArray;
}

/** A view needs an address that is a multiple of its numbers' size; a slice of a larger array may have any. */
function alignedBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

/** Formats that JavaScript has an array for. Safetensors is little-endian, and so is every engine that runs this. */
function native(
  constructor: Constructor,
  float: boolean,
  Target: Float32ArrayConstructor | Float64ArrayConstructor,
): Dtype {
  return {
    bytes: constructor.BYTES_PER_ELEMENT,
    float,
    decode: (bytes) => {
      const stored = new constructor(alignedBuffer(bytes));
      return stored instanceof Target ? stored : new Target(stored);
    },
    encode: (values) => bytesOf(new constructor(values)),
  };
}

function wide(constructor: BigInt64ArrayConstructor | BigUint64ArrayConstructor): Dtype {
  return {
    bytes: 8,
    float: false,
    decode: (bytes) => Float64Array.from(new constructor(alignedBuffer(bytes)), Number),
    encode: (values) => bytesOf(constructor.from(Array.from(values, (value) => BigInt(Math.trunc(value))))),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

let halves: Float32Array | undefined;

/** The value of every pattern of 16 bits, made when first needed. */
function halfTable(): Float32Array {
  const view = new DataView(new ArrayBuffer(2));
  return Float32Array.from({ length: 1 << 16 }, (_, pattern) => {
    view.setUint16(0, pattern, true);
    return getFloat16(view, 0, true);
  });
}

const float16: Dtype = {
  bytes: 2,
  float: true,
  decode: (bytes) => {
    halves ??= halfTable();
    const table = halves;
    return Float32Array.from(new Uint16Array(alignedBuffer(bytes)), (pattern) => table[pattern]);
  },
  encode: (values) => bytesOf(new Uint16Array(new Float16Array(values).buffer)),
};

/** Every format that is read and written, by the name that stands in a file. */
export const dtypes = {
  F64: native(Float64Array, true, Float64Array),
  F32: native(Float32Array, true, Float32Array),
  F16: float16,
  BF16: { bytes: 2, float: true, decode: bfloat16Values, encode: bfloat16Bytes },
  F8_E4M3: { bytes: 1, float: true, ...float8E4M3 },
  F8_E5M2: { bytes: 1, float: true, ...float8E5M2 },
  I64: wide(BigInt64Array),
  U64: wide(BigUint64Array),
  I32: native(Int32Array, false, Float64Array),
  U32: native(Uint32Array, false, Float64Array),
  I16: native(Int16Array, false, Float32Array),
  U16: native(Uint16Array, false, Float32Array),
  I8: native(Int8Array, false, Float32Array),
  U8: native(Uint8Array, false, Float32Array),
  BOOL: native(Uint8Array, false, Float32Array),
} satisfies Record<string, Dtype>;

/** The name of a format. */
export type DtypeName = keyof typeof dtypes;

/** Whether a file's word for a format is known. */
export const isDtypeName = (name: unknown): name is DtypeName =>
  typeof name === "string" && Object.hasOwn(dtypes, name);
