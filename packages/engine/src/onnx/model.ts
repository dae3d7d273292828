import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";

/** An attribute of a node: a whole number, several, or a word. */
export type Attribute = number | readonly number[] | string;

/** What a tensor of a model holds. */
export type ElementType = "float32" | "float64" | "int64";

const elementTypes: Readonly<Record<ElementType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  float64: TensorProto_DataType.DOUBLE,
  int64: TensorProto_DataType.INT64,
};

/** The number of the type, as the operator Cast takes it. */
export const elementTypeNumber = (type: ElementType): number => elementTypes[type];

/** A model that is written node by node. Standard operators of opset 18 alone, so that any ONNX runtime and viewer takes it. */
export class ModelWriter {
  readonly #graph = create(GraphProtoSchema, { name: "zerolm" });
  readonly #constants = new Set<string>();

  input(name: string, type: ElementType, axes: number): void {
    this.#graph.input.push(info(name, type, axes));
  }

  output(name: string, type: ElementType, axes: number): void {
    this.#graph.output.push(info(name, type, axes));
  }

  /** Adds a node and returns the name of its first output; `unused` names another that no one reads. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, Attribute>> = {},
    unused: readonly string[] = [],
  ): string {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.#graph.node.push(
      create(NodeProtoSchema, {
        ...{ opType: operator, name: output, attribute },
        ...{ input: [...inputs], output: [output, ...unused] },
      }),
    );
    return output;
  }

  /** A constant of whole numbers in one axis; the same name for the same numbers. */
  wholeNumbers(numbers: readonly number[]): string {
    return this.#constant(`whole_${numbers.join("_")}`, {
      dataType: TensorProto_DataType.INT64,
      dims: [BigInt(numbers.length)],
      int64Data: numbers.map(BigInt),
    });
  }

  /** The number 0. */
  zero(type: "float32" | "float64"): string {
    const data = type === "float32" ? { floatData: [0] } : { doubleData: [0] };
    return this.#constant("zero", { dataType: elementTypes[type], dims: [], ...data });
  }

  #constant(name: string, content: Partial<Omit<TensorProto, "$typeName" | "$unknown">>): string {
    if (!this.#constants.has(name)) {
      this.#constants.add(name);
      this.#graph.initializer.push(create(TensorProtoSchema, { name, ...content }));
    }
    return name;
  }

  /** The bytes of the model. */
  bytes(): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: 8n,
      producerName: "zerolm",
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: 18n })],
      graph: this.#graph,
    });
    return toBinary(ModelProtoSchema, model);
  }
}

/** Of shapes a model knows the number of axes. */
function info(name: string, type: ElementType, axes: number) {
  const dim = Array.from({ length: axes }, () => create(TensorShapeProto_DimensionSchema));
  const tensor = create(TypeProto_TensorSchema, {
    elemType: elementTypes[type],
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}

/** Words are ASCII. */
function attributeOf(name: string, value: Attribute) {
  if (typeof value === "number")
    return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) });
  if (typeof value === "string")
    return create(AttributeProtoSchema, {
      name,
      type: AttributeProto_AttributeType.STRING,
      s: Uint8Array.from(value, (letter) => letter.charCodeAt(0)),
    });
  return create(AttributeProtoSchema, {
    name,
    type: AttributeProto_AttributeType.INTS,
    ints: value.map(BigInt),
  });
}
