import { create, toBinary } from "@bufbuild/protobuf";
import { StringStringEntryProtoSchema, TensorProto_DataLocation, TensorProtoSchema } from "onnx-buf";
import { sizeOf } from "../graph/value.js";
import { elementTypeNumber, type ModelWriter, type StoredTensor } from "./model.js";

/*
 * A model as a file, written piece by piece: Protocol Buffers take the fields of a message in any order, and the sizes of all tensors are known before their
 * numbers are. So a model of any size is written with one tensor in memory. Files of more than 2 GiB are no messages; their tensors lie in a file
 * beside them.
 */

/** Gives the bytes of a tensor, little-endian and row by row. */
export type ReadTensor = (tensor: StoredTensor) => Promise<Uint8Array>;

/** A file that is written piece by piece. */
export interface PiecedFile {
  readonly bytes: number;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** The files of a model. */
export interface ModelFiles {
  readonly model: PiecedFile;
  /** The tensors, if they are not in the model. */
  readonly data?: PiecedFile | undefined;
}

/** Messages are shorter than this. */
export const maximumModelBytes = 2 ** 31 - 1;

const bytesPerEntry = { float32: 4, float64: 8, int64: 8 } as const;

/** The bytes of the numbers of a tensor. */
export const tensorBytes = ({ type, shape }: StoredTensor): number => bytesPerEntry[type] * sizeOf(shape);

/**
 * A model with its tensors in it, or in a file beside it.
 *
 * @param dataName what the model calls that file
 * @param isApart whether there is one; a model that would be too long has one in any case
 */
export function modelFiles(
  model: ModelWriter,
  read: ReadTensor,
  dataName: string,
  isApart: boolean,
): ModelFiles {
  const whole = isApart ? undefined : withTensors(model, read);
  if (whole && whole.bytes <= maximumModelBytes) return { model: whole };
  return withTensorsApart(model, read, dataName);
}

/** The field of a message with a length before it (wire type 2). */
const field = (number: number, length: number): Uint8Array =>
  Uint8Array.from([...varint(number * 8 + 2), ...varint(length)]);

/** Seven bits a byte, the last seven first; a set eighth bit says that more follow. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** Numbers of fields, from `onnx.proto`. */
const fields = { graphOfModel: 7, initializerOfGraph: 5, rawDataOfTensor: 9 } as const;

function withTensors(model: ModelWriter, read: ReadTensor): PiecedFile {
  const tensors = model.storedTensors.map((tensor) => {
    const bytes = tensorBytes(tensor);
    const header = toBinary(TensorProtoSchema, tensorProto(tensor));
    const raw = field(fields.rawDataOfTensor, bytes);
    const own = header.length + raw.length + bytes;
    const head = joined([field(fields.initializerOfGraph, own), header, raw]);
    return { tensor, head, bytes: head.length + bytes };
  });
  const { graph, about } = model.parts();
  const length = tensors.reduce((sum, { bytes }) => sum + bytes, graph.length);
  const start = joined([about, field(fields.graphOfModel, length), graph]);
  return {
    bytes: start.length + length - graph.length,
    async *pieces() {
      yield start;
      for (const { tensor, head } of tensors) {
        yield head;
        yield await read(tensor);
      }
    },
  };
}

/** Large tensors begin where pages do, so that they can be mapped into memory. */
const pageBytes = 4096;
const worthAPage = 2 ** 20;

function withTensorsApart(model: ModelWriter, read: ReadTensor, dataName: string): ModelFiles {
  let offset = 0;
  const places = model.storedTensors.map((tensor) => {
    const length = tensorBytes(tensor);
    const gap = length < worthAPage ? 0 : (pageBytes - (offset % pageBytes)) % pageBytes;
    const place = { tensor, gap, offset: offset + gap, length };
    offset = place.offset + length;
    return place;
  });
  const headers = places.flatMap(({ tensor, ...place }) => {
    const header = toBinary(TensorProtoSchema, tensorProto(tensor, { location: dataName, ...place }));
    return [field(fields.initializerOfGraph, header.length), header];
  });
  const { graph, about } = model.parts();
  const whole = joined([graph, ...headers]);
  const bytes = joined([about, field(fields.graphOfModel, whole.length), whole]);
  return {
    model: {
      bytes: bytes.length,
      async *pieces() {
        yield bytes;
      },
    },
    data: {
      bytes: offset,
      async *pieces() {
        for (const { tensor, gap } of places) {
          if (gap > 0) yield new Uint8Array(gap);
          yield await read(tensor);
        }
      },
    },
  };
}

/** Where a tensor lies in the file beside the model. */
interface Place {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

function tensorProto({ name, type, shape }: StoredTensor, place?: Place) {
  const dims = shape.map(BigInt);
  const dataType = elementTypeNumber(type);
  if (!place) return create(TensorProtoSchema, { name, dims, dataType });
  const { location, offset, length } = place;
  const externalData = Object.entries({ location, offset: String(offset), length: String(length) }).map(
    ([key, value]) => create(StringStringEntryProtoSchema, { key, value }),
  );
  return create(TensorProtoSchema, {
    ...{ name, dims, dataType, externalData },
    dataLocation: TensorProto_DataLocation.EXTERNAL,
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
