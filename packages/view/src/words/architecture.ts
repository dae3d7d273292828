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
  throw new InputError(`the outcome holds something that is no architecture: ${texts.join("; ")}`);
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
  }
}

function attentionText({
  weighted,
  heads,
  keyValueHeads,
  headDim,
}: Extract<Mixer, { kind: "attention" }>): string {
  const grouped = keyValueHeads === heads ? "" : `, ${keyValueHeads} key/value`;
  return `${weighted ? "weighted attention" : "attention"}, ${heads} heads × ${headDim}${grouped}`;
}

/** An FFN in words. */
export function ffnText(ffn: Ffn): string {
  if (ffn.kind === "gated") return `${ffn.width}, gated`;
  if (ffn.kind === "mixture") return `${ffn.active} of ${ffn.experts} experts of ${ffn.width}`;
  const [first] = ffn.widths;
  if (ffn.widths.length === 1) return `${first}`;
  if (ffn.widths.every((width) => width === first)) return `${first}, ${ffn.widths.length} stacks`;
  return ffn.widths.length <= 3 ? ffn.widths.join(" → ") : `${first} → … (${ffn.widths.length} stacks)`;
}

/** Layers that are equal and follow each other, in words. */
interface LayerRun {
  readonly first: number;
  last: number;
  /** Undefined if these layers lack it, as `ffn` is. */
  readonly mixer: string | undefined;
  readonly ffn: string | undefined;
}

function layerRuns({ layers, hidden }: Architecture): LayerRun[] {
  const runs: LayerRun[] = [];
  for (const [index, layer] of layers.entries()) {
    const { mixer, ffn } = words(layer, hidden);
    const run = runs.at(-1);
    if (run && run.mixer === mixer && run.ffn === ffn) run.last = index;
    else runs.push({ first: index, last: index, mixer, ffn });
  }
  return runs;
}

const rangeText = ({ first, last }: LayerRun): string => (first === last ? `${first}` : `${first}–${last}`);

/** The layers of an architecture, equal ones in a row on one line. */
export const layerTable = (architecture: Architecture, title?: string): Table =>
  table(
    [{ heading: "layer" }, { heading: "mixer" }, { heading: "FFN width" }],
    layerRuns(architecture).map((run) => [rangeText(run), run.mixer ?? "none", run.ffn ?? "none"]),
    title,
  );

/**
 * An architecture in one line.
 *
 * @example
 * architectureLine(architecture); // "hidden 256, 4 layers; 0–3: attention, 4 heads × 64, FFN 1024"
 */
export function architectureLine(architecture: Architecture): string {
  const runs = layerRuns(architecture).map(
    (run) => `${rangeText(run)}: ${run.mixer ?? "no mixer"}, ${run.ffn ? `FFN ${run.ffn}` : "no FFN"}`,
  );
  const depth = counted(architecture.layers.length, "layer");
  return [`hidden ${architecture.hidden}, ${depth}`, ...runs].join("; ");
}

const words = ({ mixer, ffn, adapters }: Layer, hidden: number): Pick<LayerRun, "mixer" | "ffn"> => ({
  mixer: mixer && mixerText(mixer) + rankText(mixer, adapters, hidden),
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
