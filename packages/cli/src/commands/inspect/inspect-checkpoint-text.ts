import type { MatrixSpectrum } from "@zerolm/checkpoint";
import {
  bytesText,
  counted,
  fullCount,
  printable,
  scoreText,
  shortCount,
  shortened,
  wrapped,
} from "@zerolm/view";
import { emphasised, table } from "../../output/table.js";
import type { InspectFlags } from "./inspect.flags.js";
import type { InspectedCheckpoint } from "./inspected-checkpoint.js";

const right = (heading: string) => ({ heading, align: "right" as const });

/** A checkpoint, for people. */
export function textOf(inspected: InspectedCheckpoint, { matrices }: InspectFlags): string {
  const { name, mapped, parameters, bytes, depth } = inspected;
  const size = `${shortCount(parameters)} parameters, ${bytesText(bytes)}`;
  return [
    wrapped(
      `${shortened(printable(name), 50)}: ${mapped.family}, ${counted(mapped.architecture.layers.length, "layer")}, ${size}`,
    ),
    "",
    layerTable(inspected),
    ...(matrices ? ["", emphasised("Matrices", "bold"), matrixTable(inspected)] : []),
    "",
    "capacity: ZeroLM's ‖W‖²/min(rows, cols), summed over the matrices.",
    ...depthLines[depth],
    ...(mapped.unknown.length > 0 ? [unknownTensors(mapped.unknown)] : []),
  ].join("\n");
}

const determinantLines = [
  "ln det: of I + WᵀW, summed. random: that over the same of random weights of",
  "the same shapes and norms (Marchenko–Pastur); 100 % means no structure.",
];

/** What the columns mean, and how to have those that are empty. */
const depthLines = {
  norm: ["ln det would take long here, and rank longer: --log-det or --spectrum."],
  determinant: [...determinantLines, "rank: of the singular values, which take long here: --spectrum."],
  spectrum: [
    ...determinantLines,
    "rank: effective rank (Roy & Vetterli) over the number of singular values.",
  ],
};

const unknownTensors = (unknown: readonly string[]): string =>
  wrapped(
    `${counted(unknown.length, "tensor")} unknown to the family and not counted, such as ${shortened(printable(unknown[0] as string), 40)}.`,
  );

function layerTable({ layers }: InspectedCheckpoint): string {
  return table(
    [
      { heading: "layer" },
      { heading: "sub-module" },
      right("parameters"),
      right("capacity"),
      right("ln det"),
      right("random"),
      right("rank"),
    ],
    layers.map(({ layer, subModule, parameters, capacity, spectrum, fullRank }) => [
      String(layer),
      subModule === "ffn" ? "FFN" : subModule,
      fullCount(parameters),
      scoreText(capacity),
      ...spectrumCells(spectrum, fullRank),
    ]),
  );
}

function matrixTable({ matrices }: InspectedCheckpoint): string {
  return table(
    [
      { heading: "matrix", maximum: 30 },
      right("rows"),
      right("cols"),
      right("capacity"),
      right("ln det"),
      right("random"),
      right("rank"),
    ],
    matrices.map(({ matrix, capacity, spectrum }) => [
      matrix.name,
      String(matrix.rows),
      String(matrix.cols),
      scoreText(capacity),
      ...spectrumCells(spectrum, Math.min(matrix.rows, matrix.cols)),
    ]),
  );
}

function spectrumCells(spectrum: MatrixSpectrum | undefined, fullRank: number): string[] {
  if (spectrum === undefined) return ["n/a", "n/a", "n/a"];
  const { logDeterminant, randomLogDeterminant, effectiveRank } = spectrum;
  return [
    scoreText(logDeterminant),
    percent(logDeterminant, randomLogDeterminant),
    effectiveRank === undefined ? "n/a" : percent(effectiveRank, fullRank),
  ];
}

/** A matrix of zeros has no more and no less than random weights of norm 0. */
const percent = (part: number, whole: number): string =>
  whole === 0 ? "n/a" : `${((100 * part) / whole).toFixed(1)} %`;
