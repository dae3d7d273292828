import { layerHeatMap, type VegaLiteSpec } from "@zerolm/core";
import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, type Column, lines, right, table } from "../blocks/block.js";
import { bytesText, counted, fullCount, scoreText, shortCount } from "../words/numbers.js";
import { printable, shortened, wrapped } from "../words/text.js";
import type { InspectViewOptions } from "./inspect-view.js";

/** Where the capacity of a checkpoint sits. */
export type InspectCheckpointOutcome = OutcomeOf<"inspect checkpoint">;

/** Where the capacity of a checkpoint sits, layer by layer. */
export function inspectCheckpointView(
  outcome: InspectCheckpointOutcome,
  { matrices }: InspectViewOptions = {},
): Block[] {
  const { name, family, depth, parameters, bytes, unknown } = outcome;
  const size = `${shortCount(parameters)} parameters, ${bytesText(bytes)}`;
  return [
    lines(wrapped(`${shortened(printable(name), 50)}: ${family}, ${counted(depth, "layer")}, ${size}`)),
    layersTable(outcome),
    ...(matrices ? [matrixTable(outcome)] : []),
    lines(
      "capacity: ZeroLM's ‖W‖²/min(rows, cols), summed over the matrices.",
      ...depthLines(outcome),
      unknown.length > 0 ? unknownTensors(unknown) : undefined,
    ),
  ];
}

/** What the columns mean, and how to have those that are empty. */
function depthLines({ matrices }: InspectCheckpointOutcome): string[] {
  if (matrices.some(({ logDeterminant }) => logDeterminant === undefined))
    return ["ln det is slow here (--log-det), and rank is slower (--spectrum)."];
  const determinant = [
    "ln det: of I + WᵀW, summed. random: ln det divided by that of random weights of",
    "the same shapes and norms (Marchenko–Pastur). 100 % means no structure.",
  ];
  if (matrices.some(({ effectiveRank }) => effectiveRank === undefined))
    return [...determinant, "rank needs the singular values, which are slow to compute here: --spectrum."];
  return [...determinant, "rank: effective rank (Roy & Vetterli) divided by the number of singular values."];
}

const unknownTensors = (unknown: readonly string[]): string =>
  wrapped(
    `${counted(unknown.length, "tensor")} unknown to the family and not counted, such as ${shortened(printable(unknown[0] as string), 40)}.`,
  );

const spectrumColumns: readonly Column[] = [
  right("capacity"),
  right("ln det"),
  right("random"),
  right("rank"),
];

const layersTable = ({ layers }: InspectCheckpointOutcome): Block =>
  table(
    [{ heading: "layer" }, { heading: "sub-module" }, right("parameters"), ...spectrumColumns],
    layers.map((one) => [
      String(one.layer),
      one.subModule === "ffn" ? "FFN" : one.subModule,
      fullCount(one.parameters),
      ...capacityCells(one, one.fullRank),
    ]),
  );

const matrixTable = ({ matrices }: InspectCheckpointOutcome): Block =>
  table(
    [{ heading: "matrix", maximum: 30 }, right("rows"), right("cols"), ...spectrumColumns],
    matrices.map((one) => [
      one.name,
      String(one.rows),
      String(one.cols),
      ...capacityCells(one, Math.min(one.rows, one.cols)),
    ]),
    "Matrices",
  );

type Measured = InspectCheckpointOutcome["layers" | "matrices"][number];

function capacityCells(measured: Measured, fullRank: number): string[] {
  const { capacity, logDeterminant, randomLogDeterminant = 0, effectiveRank } = measured;
  const known = logDeterminant !== undefined;
  return [
    scoreText(capacity),
    known ? scoreText(logDeterminant) : "n/a",
    known ? percent(logDeterminant, randomLogDeterminant) : "n/a",
    effectiveRank === undefined ? "n/a" : percent(effectiveRank, fullRank),
  ];
}

/** A matrix of zeros has no more and no less than random weights of norm 0. */
const percent = (part: number, whole: number): string =>
  whole === 0 ? "n/a" : `${((100 * part) / whole).toFixed(1)} %`;

/** All matrices of a checkpoint, layer by layer. */
export function capacityHeatMap({ name, matrices }: InspectCheckpointOutcome): VegaLiteSpec {
  const known = matrices.every(({ relative }) => relative !== undefined);
  return layerHeatMap({
    title: `Capacity of ${name}`,
    subtitle: known
      ? "ln det(I + WᵀW) of each matrix, divided by that of random weights of its shape and norm"
      : "‖W‖² / min(rows, cols) of each matrix",
    valueLabel: known ? "relative" : "capacity",
    cells: matrices.map(({ name: matrix, layer = 0, capacity, relative }) => ({
      layer,
      row: matrix.replace(/^layers\.\d+\./, ""),
      value: known && relative !== undefined ? relative : capacity,
    })),
  });
}
