import { type EvaluationOutcome, evaluationsOf, type OutcomeOf, rowName } from "@zerolm/tasks";
import { type Block, type Column, lines, right, type Table, table } from "../blocks/block.js";
import { plainText } from "../blocks/plain-text.js";
import { correlationText, counted, secondsText } from "../words/numbers.js";
import { columnsOf, lineWidth, printable, wrapped } from "../words/text.js";
import { agreementTables } from "./agreement-tables.js";
import { evaluateLegend } from "./evaluate-legend.js";
import { belowBestColumn, type FigureColumn, figuresOf } from "./figures.js";
import { notesOf, settingsOf } from "./notes.js";
import { evaluationTitle, rowsOf } from "./rows.js";

/** How much of an evaluation is shown. */
export interface EvaluateViewOptions {
  /** Whether the tables of pairs and of what is chosen follow the first one. Default: false. */
  readonly details?: boolean | undefined;
}

/** How proxies rank benchmarks, in 80 columns. */
export function evaluateView(
  outcome: OutcomeOf<"evaluate">,
  { details = false }: EvaluateViewOptions = {},
): Block[] {
  const evaluations = evaluationsOf(outcome);
  return [
    ...evaluations.flatMap((one) => evaluationBlocks(one, details)),
    ...(evaluations.length > 1 ? overviewBlocks(evaluations) : []),
    lines(...evaluateLegend(evaluations, details)),
  ];
}

function evaluationBlocks(evaluation: EvaluationOutcome, details: boolean): Block[] {
  const [first, ...more] = tablesOf(evaluation);
  return [
    headOf(evaluation),
    ...[first, ...(details ? more : [])].map((columns) => fitted(columns, evaluation)),
    ...(details ? agreementTables(evaluation) : []),
  ];
}

function headOf(evaluation: EvaluationOutcome): Block {
  const { benchmark, architectures, quality, reading, groups, pairs, seconds } = evaluation;
  const readAs = reading === undefined ? "" : `, reading ${reading}`;
  return lines(
    `${benchmark}: ${counted(architectures, "trained network")}, ${printable(quality)}${readAs}`,
    groups === undefined ? undefined : `${groups} groups, compared only within a group`,
    ...settingsOf(evaluation).map((setting) => wrapped(setting, "  ")),
    `cells: ${counted(pairs.withinGroups, "pair")} of networks, size: ${counted(pairs.matchedSize, "pair")}`,
    ...notesOf(evaluation).map((note) => wrapped(note, "  ")),
    `scored and evaluated in ${secondsText(seconds)}`,
  );
}

/** Room for the longest name of a proxy of ours. */
const nameWidth = 22;
const left: Column = { heading: "ranked by", maximum: nameWidth, cut: "inside" };

type Columns = readonly FigureColumn[];

/** The columns of four tables: the order as a whole, pairs of networks, what is chosen by it, and a part of the pairs. */
function tablesOf(evaluation: EvaluationOutcome): readonly [Columns, ...Columns[]] {
  const figures = figuresOf(evaluation);
  return [
    [
      ...[figures.spearman, figures.spearmanInterval, figures.kendall, figures.kendallInterval],
      ...[figures.cells, figures.size, figures.regret],
    ],
    [figures.tauA, figures.tauAInterval, figures.pairs, figures.pairsInterval, figures.partial],
    [figures.ndcg, figures.top, figures.scores, ...belowBestColumn(evaluation)],
    [figures.cells, figures.cellsInterval, figures.size, figures.sizeInterval],
  ];
}

/** A table in which long names make room if its figures need it. */
function fitted(figureColumns: Columns, evaluation: EvaluationOutcome): Table {
  const columns = figureColumns.map(([heading]) => right(heading));
  const cells = rowsOf(evaluation).map((row) => [
    rowName(row),
    ...figureColumns.map(([, text]) => text(row)),
  ]);
  const whole = table([left, ...columns], cells);
  const excess = Math.max(
    0,
    ...plainText([whole])
      .split("\n")
      .map((line) => columnsOf(line) - lineWidth),
  );
  if (excess === 0) return whole;
  const longest = Math.max(0, ...cells.map(([name = ""]) => columnsOf(printable(name))));
  return table([{ ...left, maximum: Math.min(nameWidth, longest) - excess }, ...columns], cells);
}

/** So many columns of τ fit beside the names. */
const columnsAtMost = 8;

/** Kendall's τ of every proxy on every benchmark. */
function overviewBlocks(evaluations: readonly EvaluationOutcome[]): Block[] {
  const rows = evaluations.flatMap(rowsOf);
  // The baselines of all benchmarks come last, as in each table.
  const names = [
    ...new Set(
      ["proxy", "published", "baseline"].flatMap((kind) =>
        rows.filter((row) => row.kind === kind).map(rowName),
      ),
    ),
  ];
  const parts = Array.from({ length: Math.ceil(evaluations.length / columnsAtMost) }, (_, part) => {
    const first = part * columnsAtMost;
    const shown = evaluations.slice(first, first + columnsAtMost);
    const cells = names.map((name) => [name, ...shown.map((one) => tauOf(one, name))]);
    return table([left, ...shown.map((_one, at) => right(`[${first + at + 1}]`))], cells);
  });
  return [
    lines(
      "Kendall's τ-b on every benchmark",
      ...evaluations.map((one, index) => `[${index + 1}] ${evaluationTitle(one)}`),
    ),
    ...parts,
  ];
}

function tauOf(evaluation: EvaluationOutcome, name: string): string {
  const row = rowsOf(evaluation).find((one) => rowName(one) === name);
  return row ? correlationText(row.kendall) : "";
}
