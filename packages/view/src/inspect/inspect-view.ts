import { type Architecture, bytesPerWeight, type Dtype, seesImagesAlone } from "@zerolm/core";
import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { documentedArchitecture, layersText, layerTable } from "../words/architecture.js";
import { bytesText, counted, flopsText, fullCount, scoreText } from "../words/numbers.js";
import { printable, shortened, wrapped } from "../words/text.js";
import { positionsNote, tokensText } from "../words/tokens.js";

/** What an architecture consists of. */
export type InspectOutcome = OutcomeOf<"inspect">;
type LayerCapacity = InspectOutcome["capacities"][number];

/** What is shown besides. */
export interface InspectViewOptions {
  /** Every matrix. Default: none. */
  readonly matrices?: boolean | undefined;
}

/** What an architecture consists of, equal layers on one line. */
export function inspectView(outcome: InspectOutcome, { matrices }: InspectViewOptions = {}): Block[] {
  const architecture = documentedArchitecture(outcome.architecture);
  const { kind, hidden, embedding } = architecture;
  return [
    lines(
      wrapped(
        `${shortened(printable(outcome.name), 60)}: ${kind}, hidden ${hidden}, ${layersText(architecture)}, vocabulary ${fullCount(embedding.vocabulary)}`,
      ),
    ),
    ...(outcome.notes ?? []).map((note) => lines(wrapped(`Note: ${note}.`))),
    layerTable(architecture),
    parameterTable(outcome),
    lines(...costLines(outcome, architecture)),
    ...(outcome.memory.length > 0 ? [memoryTable(outcome)] : []),
    capacityTable(outcome.capacities),
    ...(matrices && outcome.matrices.length > 0 ? [matrixTable(outcome)] : []),
  ];
}

function parameterTable({ parameters }: InspectOutcome): Block {
  const { total } = parameters;
  const row = (name: string, count: number): string[] => [
    name,
    fullCount(count),
    `${((100 * count) / total).toFixed(1)} %`,
  ];
  return table(
    [{ heading: "parameters" }, right("count"), right("share")],
    [
      row("attention", parameters.attention),
      row("FFN", parameters.ffn),
      row("embedding", parameters.embedding),
      row("head", parameters.head),
      row("total", total),
      row("non-embedding", parameters.nonEmbedding),
    ],
  );
}

function costLines(
  { parameters, flops, exceededPositions }: InspectOutcome,
  architecture: Architecture,
): (string | undefined)[] {
  const size = (dtype: Dtype): string => `${bytesText(parameters.total * bytesPerWeight[dtype])} as ${dtype}`;
  return [
    `FLOPs    ${flopsText(flops.perSequence)} for ${counted(flops.sequence, "token")}, ${flopsText(flops.perToken)} per token (multiply-add = 2)`,
    `weights  ${size("float32")}, ${size("bfloat16")}, ${size("int8")}`,
    imageLine(architecture, flops.sequence),
    exceededPositions === undefined
      ? undefined
      : positionsNote(exceededPositions, flops.sequence, "FLOPs are"),
  ];
}

/** Where the tokens of an image come from; a sequence that was asked for would change nothing. */
const imageLine = (architecture: Architecture, sequence: number): string | undefined =>
  seesImagesAlone(architecture)
    ? wrapped(`FLOPs are of ${tokensText(architecture, sequence)}, whatever the sequence.`)
    : undefined;

/** As people store weights and cache. */
const shownDtypes = ["float32", "bfloat16", "int8"] as const;

function memoryTable({ memory }: InspectOutcome): Block {
  const rows = memory.map(({ context, cacheBytes, bytes }) => [
    fullCount(context),
    bytesText(cacheBytes.bfloat16 ?? 0),
    ...shownDtypes.map((dtype) => bytesText(bytes[dtype] ?? 0)),
  ]);
  const batch = memory[0]?.batch ?? 1;
  const each = batch > 1 ? `, ${fullCount(batch)} sequences at once` : "";
  return table(
    [right("context"), right("cache, bfloat16"), ...shownDtypes.map((dtype) => right(`all, ${dtype}`))],
    rows,
    `Memory: weights and KV cache by context${each}`,
  );
}

/** Equal layers in a row stand on one line. */
function capacityTable(capacities: readonly LayerCapacity[]): Block {
  const runs: (LayerCapacity & { last: number })[] = [];
  for (const capacity of capacities) {
    const run = runs.at(-1);
    if (run && run.attention === capacity.attention && run.ffn === capacity.ffn) run.last = capacity.layer;
    else runs.push({ ...capacity, last: capacity.layer });
  }
  const sum = (of: (capacity: LayerCapacity) => number): string =>
    scoreText(capacities.reduce((total, one) => total + of(one), 0));
  const rows = runs.map(({ layer, last, attention, ffn }) => [
    layer === last ? `${layer}` : `${layer}–${last}, each`,
    scoreText(attention),
    scoreText(ffn),
  ]);
  return table(
    [{ heading: "layer" }, right("attention"), right("FFN")],
    [...rows, ["sum", sum(({ attention }) => attention), sum(({ ffn }) => ffn)]],
    "Capacity expected before training (ZeroLM)",
  );
}

const matrixTable = ({ matrices }: InspectOutcome): Block =>
  table(
    [{ heading: "matrix", maximum: 40 }, right("rows"), right("cols"), right("heads"), right("std")],
    matrices.map(({ name, rows, cols, heads, std }) => [
      name,
      String(rows),
      String(cols),
      heads > 1 ? String(heads) : "",
      std.toPrecision(3),
    ]),
    "Matrices",
  );
