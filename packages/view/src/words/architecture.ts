import {
  type Architecture,
  type ArchitectureInput,
  adapterShapes,
  type Ffn,
  InputError,
  keyText,
  type Layer,
  type Mixer,
  resolveArchitecture,
  stackDepths,
  subModuleKind,
} from "@zerolm/core";
import { type Table, table } from "../blocks/block.js";
import { counted } from "./numbers.js";

/**
 * The architecture that an outcome holds as a document.
 *
 * @throws {InputError} if it is none, since outcomes may come out of files
 */
export function documentedArchitecture(document: ArchitectureInput): Architecture {
  const { value, problems } = resolveArchitecture(document);
  if (value) return value;
  const texts = problems.map(({ path, message }) => `${keyText(path)} ${message}`);
  throw new InputError(`the outcome holds an invalid architecture: ${texts.join("; ")}`);
}

/** A mixer in words. */
export function mixerText(mixer: Mixer): string {
  switch (mixer.kind) {
    case "attention":
      return attentionText(mixer);
    case "fourier":
      return mixer.transform === "dft" ? "Fourier transform" : "cosine transform";
    case "convolution":
      return `dynamic convolution ${mixer.kernel}, ${mixer.heads} heads`;
    case "latent":
      return `latent attention, ${mixer.heads} heads × ${mixer.keyDim}, cache ${mixer.keyValueRank}`;
    case "mamba":
      return `Mamba, width ${mixer.width}, state ${mixer.state}`;
    case "mamba2":
      return `Mamba-2, ${mixer.heads} heads × ${mixer.headDim}, state ${mixer.state}`;
    case "delta":
      return `gated DeltaNet, ${mixer.valueHeads} heads × ${mixer.valueDim}`;
    case "short-convolution":
      return `short convolution ${mixer.kernel}`;
    case "hybrid":
      return `${mixer.attention.heads} heads × ${mixer.attention.headDim} of attention beside Mamba-2, ${mixer.mamba2.heads} heads × ${mixer.mamba2.headDim}, state ${mixer.mamba2.state}`;
  }
}

function attentionText({
  weighted,
  heads,
  keyValueHeads,
  headDim,
  window,
}: Extract<Mixer, { kind: "attention" }>): string {
  const grouped = keyValueHeads === heads ? "" : `, ${keyValueHeads} key/value`;
  const local = window === undefined ? "" : `, window ${window}`;
  return `${weighted ? "weighted attention" : "attention"}, ${heads} heads × ${headDim}${grouped}${local}`;
}

/** An FFN in words. */
export function ffnText(ffn: Ffn): string {
  if (ffn.kind === "gated") return `${ffn.width}, gated`;
  if (ffn.kind === "mixture") return mixtureText(ffn);
  const [first] = ffn.widths;
  if (ffn.widths.length === 1) return `${first}`;
  if (ffn.widths.every((width) => width === first)) return `${first}, ${ffn.widths.length} stacks`;
  return ffn.widths.length <= 3 ? ffn.widths.join(" → ") : `${first} → … (${ffn.widths.length} stacks)`;
}

const mixtureText = ({ active, experts, width, shared }: Extract<Ffn, { kind: "mixture" }>): string =>
  `${active} of ${experts} experts of ${width}${shared > 0 ? `, ${shared} shared` : ""}`;

/** Layers that are equal and follow each other, in words. */
interface LayerRun extends LayerWords {
  readonly first: number;
  last: number;
}

/** The parts of a layer in words. Undefined is a part that it lacks. */
interface LayerWords {
  /** Of an encoder-decoder, the stack that it stands in. */
  readonly stack: "encoder" | "decoder" | undefined;
  readonly mixer: string | undefined;
  readonly cross: string | undefined;
  readonly ffn: string | undefined;
}

function layerRuns(architecture: Architecture): LayerRun[] {
  const runs: LayerRun[] = [];
  for (const [index, layer] of architecture.layers.entries()) {
    const parts = words(layer, architecture);
    const run = runs.at(-1);
    if (run && isSame(run, parts)) run.last = index;
    else runs.push({ first: index, last: index, ...parts });
  }
  return runs;
}

const isSame = (one: LayerWords, other: LayerWords): boolean =>
  one.stack === other.stack &&
  one.mixer === other.mixer &&
  one.cross === other.cross &&
  one.ffn === other.ffn;

const rangeText = ({ first, last, stack }: LayerRun): string =>
  `${stack === undefined ? "" : `${stack} `}${first === last ? first : `${first}–${last}`}`;

/** The layers of an architecture, equal ones in a row on one line; of an encoder-decoder with their stack and attention to the encoder. */
export function layerTable(architecture: Architecture, title?: string): Table {
  const runs = layerRuns(architecture);
  const crosses = runs.some(({ cross }) => cross !== undefined);
  const headings = ["layer", "mixer", ...(crosses ? ["cross-attention"] : []), "FFN width"];
  const rows = runs.map((run) => [
    rangeText(run),
    run.mixer ?? "none",
    ...(crosses ? [run.cross ?? "none"] : []),
    run.ffn ?? "none",
  ]);
  return table(
    headings.map((heading) => ({ heading })),
    rows,
    title,
  );
}

/**
 * How deep an architecture is: `12`, of an encoder-decoder `6 + 6`.
 *
 * @example
 * depthText(t5Small); // "6 + 6"
 */
export const depthText = ({ layers }: Architecture): string => stackDepths(layers).join(" + ");

/** The same in words: `12 layers`, `6 encoder and 6 decoder layers`. */
export function layersText({ layers }: Architecture): string {
  const [encoder, decoder] = stackDepths(layers);
  return decoder === undefined
    ? counted(layers.length, "layer")
    : `${encoder} encoder and ${decoder} decoder layers`;
}

/**
 * An architecture in one line.
 *
 * @example
 * architectureLine(architecture); // "hidden 256, 4 layers; 0–3: attention, 4 heads × 64, FFN 1024"
 */
export function architectureLine(architecture: Architecture): string {
  const runs = layerRuns(architecture).map((run) => {
    const cross = run.cross === undefined ? "" : `, to the encoder ${run.cross}`;
    return `${rangeText(run)}: ${run.mixer ?? "no mixer"}${cross}, ${run.ffn ? `FFN ${run.ffn}` : "no FFN"}`;
  });
  return [`hidden ${architecture.hidden}, ${layersText(architecture)}`, ...runs].join("; ");
}

const words = ({ mixer, cross, ffn, adapters }: Layer, { kind, hidden }: Architecture): LayerWords => ({
  stack: kind === "encoder-decoder" ? (cross ? "decoder" : "encoder") : undefined,
  mixer: mixer && mixerText(mixer) + rankText(mixer, adapters, hidden),
  cross: cross && mixerText(cross) + rankText(cross, adapters, hidden),
  ffn: ffn && ffnText(ffn) + rankText(ffn, adapters, hidden),
});

/** The ranks of the adapters on a part: ` + rank 32`, ` + ranks 28 and 32`. */
function rankText(part: Mixer | Ffn, adapters: Layer["adapters"], hidden: number): string {
  const shapes = adapterShapes(subModuleKind(part).weights(part, hidden), adapters);
  const ranks = new Set(shapes.filter(({ role }) => role === "adapterA").map(({ rows }) => rows));
  const sorted = [...ranks].sort((one, other) => one - other);
  if (sorted.length === 0) return "";
  return ` + rank${sorted.length > 1 ? "s" : ""} ${sorted.join(" and ")}`;
}
