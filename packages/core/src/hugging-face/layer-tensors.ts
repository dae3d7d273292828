import { type Frame, type Layer, subModuleKind } from "../architecture/architecture.js";
import type { Ffn } from "../architecture/ffn/ffn.js";
import type { Mixer } from "../architecture/mixer/mixer.js";
import type { Role, WeightShape } from "../architecture/sub-module.js";
import {
  type Axis,
  denseTensors,
  type NamedTensor,
  normTensors,
  other,
  streamAxis,
  type TensorPart,
  type TensorPlace,
} from "./named-tensor.js";

/** The roles of the matrices in each module, side by side along its rows. Roles that a part does not have are passed over. */
export type ModuleNames = Readonly<Record<string, readonly Role[]>>;

/** What a family calls the modules of an attention or an FFN, relative to the layer. */
export interface PartNames {
  readonly norm: string;
  /** The norm behind the part if there are two. */
  readonly postNorm?: string;
  readonly dense: ModuleNames;
  /** Norms over each head of query and key. */
  readonly queryNorm?: string;
  readonly keyNorm?: string;
  /** The table of relative position buckets. */
  readonly positionBuckets?: string;
  /** Of a mixture the router, where an expert stands, and its modules relative to that. */
  readonly mixture?: {
    readonly router: string;
    readonly expert: (expert: number) => string;
    readonly dense: ModuleNames;
  };
}

/** What a family calls the modules of a layer. */
export interface LayerNames {
  /** What all of them begin with, as `layers.3`. */
  readonly at: string;
  readonly mixer: PartNames;
  readonly cross?: PartNames;
  readonly ffn: PartNames;
  /** Dense layers are stored in × out. Default: false. */
  readonly transposed?: boolean;
}

interface Place extends TensorPlace {
  readonly layer: number;
}

/**
 * All tensors of a layer: the norms of its parts, then their dense layers.
 *
 * @param index of the layer in its architecture
 */
export function layerTensors(layer: Layer, index: number, frame: Frame, names: LayerNames): NamedTensor[] {
  const { mixer, cross, ffn } = layer;
  const transposed = names.transposed ? { transposed: true } : {};
  const parts: [Mixer | Ffn | undefined, PartNames | undefined, Place][] = [
    [mixer, names.mixer, { subModule: "attention", layer: index, attention: "self" }],
    [cross, names.cross, { subModule: "attention", layer: index, attention: "cross" }],
    [ffn, names.ffn, { subModule: "ffn", layer: index }],
  ];
  const present = parts.flatMap(([part, own, place]) => (part && own ? [{ part, own, place }] : []));
  return [
    ...present.flatMap(({ part, own, place }) => {
      const behind = "postNorm" in part && part.postNorm && own.postNorm ? [own.postNorm] : [];
      return [...(part.norm ? [own.norm] : []), ...behind].flatMap((name) =>
        normTensors(`${names.at}.${name}`, frame.norm, streamAxis(frame.hidden), place),
      );
    }),
    ...present.flatMap(({ part, own, place }) =>
      partTensors(part, frame.hidden, names.at, own, { ...place, ...transposed }),
    ),
  ];
}

function partTensors(
  part: Mixer | Ffn,
  hidden: number,
  at: string,
  names: PartNames,
  place: Place,
): NamedTensor[] {
  const shapes = new Map(
    subModuleKind(part)
      .weights(part, hidden)
      .map((shape) => [shape.role, shape]),
  );
  if (part.kind === "mixture")
    return names.mixture ? mixtureTensors(shapes, part.experts + part.shared, at, names.mixture, place) : [];
  const dense = modules(names.dense, shapes).flatMap(([module, parts]) =>
    denseTensors(`${at}.${module}`, parts, hasBias(part, parts[0]?.role), place),
  );
  return part.kind === "attention" ? [...dense, ...attentionVectors(part, at, names, place)] : dense;
}

/** The matrices in each module that has some. */
const modules = (
  dense: ModuleNames,
  shapes: ReadonlyMap<Role, WeightShape>,
): [string, readonly TensorPart[]][] =>
  Object.entries(dense).flatMap(([module, roles]): [string, TensorPart[]][] => {
    const parts = roles.flatMap((role) => {
      const shape = shapes.get(role);
      return shape ? [matrixPart(shape)] : [];
    });
    return parts.length > 0 ? [[module, parts]] : [];
  });

function matrixPart({ role, rows, cols }: WeightShape): TensorPart {
  const axis = (size: number, of: Axis["of"] | undefined): Axis => ({ size, of: of ?? "other" });
  return { role, rows: axis(rows, rowsOf[role]), cols: axis(cols, colsOf[role]) };
}

const rowsOf: { readonly [role in Role]?: Axis["of"] } = {
  query: "query",
  key: "keyValue",
  value: "keyValue",
  gate: "ffn",
  up: "ffn",
  output: "hidden",
  down: "hidden",
};
const colsOf: { readonly [role in Role]?: Axis["of"] } = {
  output: "query",
  down: "ffn",
  query: "hidden",
  key: "hidden",
  value: "hidden",
  gate: "hidden",
  up: "hidden",
  router: "hidden",
};

function hasBias(part: Mixer | Ffn, role: TensorPart["role"] | undefined): boolean {
  if (part.kind === "mixture") return false;
  if (part.kind !== "attention") return "bias" in part && Boolean(part.bias);
  if (part.bias === "query-value-output") return role !== "key";
  return part.bias === "all" || part.bias === (role === "output" ? "output" : "query-key-value");
}

/** Norms over heads, which a file may have unannounced as it may have biases, and position buckets. */
function attentionVectors(
  { headDim, heads, keyValueHeads, queryKeyNorm, positionBuckets }: Extract<Mixer, { kind: "attention" }>,
  at: string,
  names: PartNames,
  { transposed: _, ...place }: Place,
): NamedTensor[] {
  const where = queryKeyNorm ? place : { ...place, optional: true, uncounted: true };
  const whole = queryKeyNorm === "whole";
  const widths = {
    queryNorm: whole ? heads * headDim : headDim,
    keyNorm: whole ? keyValueHeads * headDim : headDim,
  };
  const kind = queryKeyNorm === "layer" ? "layer" : "rms";
  const norms = (["queryNorm", "keyNorm"] as const).flatMap((role) =>
    names[role] === undefined
      ? []
      : normTensors(`${at}.${names[role]}`, kind, other(widths[role]), where, role),
  );
  if (positionBuckets === 0 || names.positionBuckets === undefined) return norms;
  const buckets: NamedTensor = {
    ...place,
    name: `${at}.${names.positionBuckets}.weight`,
    parts: [{ role: "positionBuckets", rows: other(positionBuckets * heads) }],
    storedShape: [positionBuckets, heads],
  };
  return [...norms, buckets];
}

function mixtureTensors(
  shapes: ReadonlyMap<Role, WeightShape>,
  experts: number,
  at: string,
  names: NonNullable<PartNames["mixture"]>,
  place: Place,
): NamedTensor[] {
  const router = shapes.get("router");
  const own = modules(names.dense, shapes);
  return [
    ...(router ? [{ ...place, name: `${at}.${names.router}.weight`, parts: [matrixPart(router)] }] : []),
    ...Array.from({ length: experts }, (_, expert) =>
      own.map(([module, parts]) => ({
        ...place,
        expert,
        name: `${at}.${names.expert(expert)}.${module}.weight`,
        parts,
      })),
    ).flat(),
  ];
}
