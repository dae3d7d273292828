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

/** The size of an axis: a number, or a name for one that is left open; nothing if it is not said. */
export type AxisName = number | string | undefined;

/** What a tensor of a model holds. */
export type ElementType = "float32" | "float64" | "int64";

const elementTypes: Readonly<Record<ElementType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  float64: TensorProto_DataType.DOUBLE,
  int64: TensorProto_DataType.INT64,
};

/** The version of the operators. */
export const opset = 18;

/** What a model says of itself. */
const about = {
  irVersion: 8n,
  producerName: "zerolm",
  opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(opset) })],
};

/** The number of the type, as the operator Cast takes it. */
export const elementTypeNumber = (type: ElementType): number => elementTypes[type];

/** A tensor of a model whose numbers are not in the graph. */
export interface StoredTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A model that is written node by node. Standard operators of opset 18 alone, so that any ONNX runtime and viewer takes it. */
export class ModelWriter {
  readonly #graph = create(GraphProtoSchema, { name: "zerolm" });
  readonly #constants = new Set<string>();
  readonly #named = new Set<string>();
  readonly #stored: StoredTensor[] = [];

  input(name: string, type: ElementType, axes: readonly AxisName[]): void {
    this.#graph.input.push(info(name, type, axes));
  }

  output(name: string, type: ElementType, axes: readonly AxisName[]): void {
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

  /** Adds a node unless it was added before: its name says what it computes. Returns the name of its output. */
  nodeOnce(
    operator: string,
    inputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    if (!this.#named.has(name)) this.node(operator, inputs, name, attributes);
    this.#named.add(name);
    return name;
  }

  /** A constant of whole numbers in one axis; the same name for the same numbers. */
  wholeNumbers(numbers: readonly number[]): string {
    return this.#constant(`whole_${numbers.join("_")}`, {
      dataType: TensorProto_DataType.INT64,
      dims: [BigInt(numbers.length)],
      int64Data: numbers.map(BigInt),
    });
  }

  /** A constant that stands in the file beside the graph, its numbers written later; see `model-file.ts`. */
  stored(tensor: StoredTensor): string {
    if (!this.#constants.has(tensor.name)) this.#stored.push(tensor);
    this.#constants.add(tensor.name);
    return tensor.name;
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

  /** Tensors whose numbers are not in the graph, in the order in which they were named. */
  get storedTensors(): readonly StoredTensor[] {
    return this.#stored;
  }

  /** The bytes of the model. */
  bytes(): Uint8Array {
    return toBinary(ModelProtoSchema, create(ModelProtoSchema, { ...about, graph: this.#graph }));
  }

  /** The bytes of the graph and of all else, so that tensors can be put in between. */
  parts(): { readonly graph: Uint8Array; readonly about: Uint8Array } {
    return {
      graph: toBinary(GraphProtoSchema, this.#graph),
      about: toBinary(ModelProtoSchema, create(ModelProtoSchema, about)),
    };
  }
}

/** Of shapes a model knows the number of axes, and what it is told of each. */
function info(name: string, type: ElementType, axes: readonly AxisName[]) {
  const dim = axes.map((axis) => create(TensorShapeProto_DimensionSchema, { value: axisValue(axis) }));
  const tensor = create(TypeProto_TensorSchema, {
    elemType: elementTypes[type],
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}

function axisValue(axis: AxisName) {
  if (axis === undefined) return { case: undefined };
  if (typeof axis === "string") return { case: "dimParam" as const, value: axis };
  return { case: "dimValue" as const, value: BigInt(axis) };
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
