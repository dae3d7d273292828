import { bytesPerWeight, type Dtype } from "@zerolm/core";
import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { documentedArchitecture, layerTable } from "../words/architecture.js";
import { bytesText, counted, flopsText, fullCount, scoreText } from "../words/numbers.js";
import { printable, shortened, wrapped } from "../words/text.js";

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
  const { kind, hidden, layers, embedding } = architecture;
  return [
    lines(
      wrapped(
        `${shortened(printable(outcome.name), 60)}: ${kind}, hidden ${hidden}, ${counted(layers.length, "layer")}, vocabulary ${fullCount(embedding.vocabulary)}`,
      ),
    ),
    ...(outcome.notes ?? []).map((note) => lines(wrapped(`Note: ${note}.`))),
    layerTable(architecture),
    parameterTable(outcome),
    lines(...costLines(outcome)),
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

function costLines({ parameters, flops }: InspectOutcome): string[] {
  const size = (dtype: Dtype): string => `${bytesText(parameters.total * bytesPerWeight[dtype])} as ${dtype}`;
  return [
    `FLOPs    ${flopsText(flops.perSequence)} for ${flops.sequence} tokens, ${flopsText(flops.perToken)} a token (multiply-add = 2)`,
    `weights  ${size("float32")}, ${size("bfloat16")}, ${size("int8")}`,
  ];
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
