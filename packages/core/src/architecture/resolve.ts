import type { z } from "zod";
import { checkValue, type Problem } from "../document/check.js";
import { sortedText } from "../document/sorted-text.js";
import { adapterProblem } from "./adapter.js";
import {
  type Architecture,
  architectureSchema,
  type Frame,
  frameSchema,
  type Layer,
  layerSchema,
  partsOf,
  subModuleKind,
} from "./architecture.js";
import { embeddingMisfit } from "./embedding.js";
import type { Ffn } from "./ffn/ffn.js";
import { headMisfit } from "./head.js";
import type { Attention } from "./mixer/attention.js";
import type { Mixer } from "./mixer/mixer.js";
import { maximumDepth } from "./size.js";
import { isMisfit } from "./sub-module.js";

type FrameOutput = z.output<typeof frameSchema>;
type LayerOutput = z.output<typeof layerSchema>;

/** Either what was read, or everything that is wrong with it. */
export type Resolved<T> =
  | { readonly value: T; readonly problems?: undefined }
  | { readonly value?: undefined; readonly problems: readonly Problem[] };

/** An architecture with what to know of how it was read, or everything that is wrong with it. */
export type ResolvedDocument = Resolved<Architecture> & { readonly notes?: readonly string[] | undefined };

/**
 * Checks the value of a document and resolves every size in it.
 *
 * @param value what a YAML or JSON document holds
 * @example
 * const { value } = resolveArchitecture({
 *   hidden: 256,
 *   embedding: { vocabulary: 30522 },
 *   layers: [{ repeat: 4, mixer: { kind: "attention", heads: 4 }, ffn: { kind: "plain", width: 1024 } }],
 * });
 */
export function resolveArchitecture(value: unknown): Resolved<Architecture> {
  const checked = checkValue(architectureSchema, value);
  if (checked.problems) return checked;
  const { layers, $schema: _, ...frame } = checked.value;
  const problems: Problem[] = [];
  const resolved = layers.flatMap((layer, index) =>
    repeated(layer, frame.hidden, ["layers", index], problems),
  );
  if (resolved.length > maximumDepth)
    problems.push({
      path: ["layers"],
      message: `has ${resolved.length} layers, above the maximum of ${maximumDepth}`,
    });
  problems.push(...frameProblems(frame), ...crossProblems(frame, layers), ...sharedProblems(layers));
  return problems.length > 0 ? { problems } : { value: { ...resolveFrame(frame), layers: resolved } };
}

/** Checks and resolves everything but the layers. */
export function frameOf(value: unknown): Resolved<Frame> {
  const checked = checkValue(frameSchema, value);
  if (checked.problems) return checked;
  const problems = frameProblems(checked.value);
  return problems.length > 0 ? { problems } : { value: resolveFrame(checked.value) };
}

const singleLayerSchema = layerSchema.omit({ repeat: true });

/** Checks and resolves one layer of an architecture with this hidden size; it cannot be repeated. */
export function layerOf(value: unknown, hidden: number): Resolved<Layer> {
  const checked = checkValue(singleLayerSchema, value);
  if (checked.problems) return checked;
  const problems: Problem[] = [];
  const [layer] = repeated({ ...checked.value, repeat: 1 }, hidden, [], problems);
  return layer ? { value: layer } : { problems };
}

function frameProblems({ embedding, head }: FrameOutput): Problem[] {
  const misfits = { embedding: embeddingMisfit(embedding), head: headMisfit(head, embedding) };
  return Object.entries(misfits).flatMap(([key, misfit]) =>
    misfit ? [{ path: [key, misfit.key], message: misfit.message }] : [],
  );
}

/** An encoder-decoder is a list of encoder layers, then of decoder layers with attention to the encoder; no other kind has those. */
export function crossProblems(
  { kind }: Pick<Frame, "kind">,
  layers: readonly { readonly cross?: unknown }[],
): Problem[] {
  const first = layers.findIndex(({ cross }) => cross !== undefined);
  if (kind !== "encoder-decoder")
    return first === -1 ? [] : [{ path: ["layers", first, "cross"], message: "needs kind: encoder-decoder" }];
  if (first === -1)
    return [{ path: ["kind"], message: "encoder-decoder needs decoder layers. Give those a cross." }];
  if (first === 0) return [{ path: ["layers", 0, "cross"], message: "needs encoder layers before it" }];
  const late = layers.findIndex(({ cross }, index) => index > first && cross === undefined);
  return late === -1
    ? []
    : [{ path: ["layers", late], message: "is an encoder layer after a decoder layer. Give it a cross." }];
}

/** A layer shares the weights of an equal one before it; adapters would have to be shared too, which nobody does. */
function sharedProblems(layers: readonly LayerOutput[]): Problem[] {
  const parts = ({ repeat: _, shared: __, ...rest }: LayerOutput): string => sortedText(rest);
  return layers.flatMap((layer, index) => {
    const before = layers[index - 1];
    if (!layer.shared || (before && parts(before) === parts(layer) && !layer.adapters)) return [];
    const message = layer.adapters
      ? "cannot be combined with adapters"
      : "needs an equal layer before it, whose weights it uses";
    return [{ path: ["layers", index, "shared"], message }];
  });
}

function resolveFrame(frame: FrameOutput): Frame {
  return { ...frame, embedding: { ...frame.embedding, width: frame.embedding.width ?? frame.hidden } };
}

function repeated(layer: LayerOutput, hidden: number, path: Problem["path"], problems: Problem[]): Layer[] {
  const found: Problem[] = [];
  const part = <Part extends Mixer | Ffn>(key: "mixer" | "cross" | "ffn"): Part | undefined =>
    layer[key] && resolvedPart<Part>(layer[key], hidden, [...path, key], found);
  const [mixer, cross, ffn] = [part<Mixer>("mixer"), part<Attention>("cross"), part<Ffn>("ffn")];
  const parts: Layer = { ...(mixer && { mixer }), ...(cross && { cross }), ...(ffn && { ffn }) };
  const { adapters, repeat, parallel, shared } = layer;
  if (!layer.mixer && !layer.cross && !layer.ffn)
    found.push({ path, message: "has neither a mixer nor an ffn. Give it one." });
  if (adapters && found.length === 0) found.push(...adapterProblems(adapters, parts, hidden, path));
  problems.push(...found);
  if (found.length > 0) return [];
  const whole: Layer = {
    ...parts,
    ...(adapters && { adapters }),
    ...(parallel && { parallel }),
    ...(shared && { shared }),
  };
  return new Array<Layer>(repeat).fill(whole);
}

function adapterProblems(
  adapters: NonNullable<LayerOutput["adapters"]>,
  parts: Layer,
  hidden: number,
  path: Problem["path"],
): Problem[] {
  const shapes = partsOf(parts).flatMap((part) => subModuleKind(part).weights(part, hidden));
  const problem = adapterProblem(adapters, shapes);
  return problem ? [{ path: [...path, "adapters", ...problem.path], message: problem.message }] : [];
}

/** A part with every size resolved; nothing if its sizes contradict each other. */
function resolvedPart<Part extends Mixer | Ffn>(
  input: NonNullable<LayerOutput["mixer" | "cross" | "ffn"]>,
  hidden: number,
  path: Problem["path"],
  problems: Problem[],
): Part | undefined {
  const resolved = subModuleKind(input as Part).resolve(input, hidden);
  if (!isMisfit(resolved)) return resolved;
  problems.push({ path: [...path, resolved.key], message: resolved.message });
  return undefined;
}
