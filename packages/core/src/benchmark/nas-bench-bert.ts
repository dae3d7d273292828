import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, shown } from "../document/check.js";
import { readDocument, type SourceDocument } from "../document/document.js";
import { entryNamed } from "../lookup.js";
import type { BenchmarkEntry, BenchmarkFormat, Reading } from "./benchmark.js";
import { besideName } from "./beside.js";
import { orMissing } from "./missing.js";
import { judgedRows, type Qualities } from "./quality.js";
import { readScores, type ScoreTable } from "./score-table.js";

const size = z
  .int()
  .min(1)
  .max(2 ** 16);

/** FlexiBERT's operations and what the parameter of each may be: scaled dot-product or weighted, a transform, a kernel width. */
const operations = { SA: ["SDP", "WMA"], LT: ["DFT", "DCT"], DSC: [5, 9] } as const;

const layerSchema = z
  .looseObject({
    operation_type: z.enum(["SA", "LT", "DSC"]),
    operation_parameter: z.union([z.string(), z.number()]),
    num_operation_heads: size,
    feed_forward_dimension: size,
    num_feed_forward: z.int().min(1).max(16),
  })
  .superRefine(({ operation_type: type, operation_parameter: parameter }, context) => {
    const known: readonly unknown[] = operations[type];
    if (known.includes(parameter)) return;
    const message = `must be one of ${known.join(", ")} for ${type}, not ${shown(parameter)}`;
    context.addIssue({ code: "custom", path: ["operation_parameter"], message });
  });

/** The mean, and the eight tasks it is the mean of: accuracy, F1 or a correlation, in percent. */
const tasks = ["glue", "cola", "mnli", "mrpc", "qnli", "qqp", "rte", "sst", "sts"] as const;

const rowSchema = z.looseObject({
  id: z.union([z.int(), z.string()]),
  scores: z.looseObject(
    Object.fromEntries(tasks.map((task) => [task, orMissing(z.number())])) as Record<Task, Score>,
  ),
  hparams: z.looseObject({
    model_hparam_overrides: z.looseObject({
      hidden_size: size,
      nas_config: z.looseObject({ encoder_layers: z.array(layerSchema).min(1).max(64) }),
    }),
  }),
});

const fileSchema = z.array(rowSchema).min(1);

type Task = (typeof tasks)[number];
type Score = ReturnType<typeof orMissing<z.ZodNumber>>;
type Row = z.output<typeof rowSchema>;
type RowLayer = z.output<typeof layerSchema>;

const qualities: Qualities<Row> = new Map(
  tasks.map((task) => [
    task,
    { summary: task === "glue" ? "GLUE score" : `${task} score`, of: ({ scores }) => scores[task] },
  ]),
);

/** A reading: the hidden size of a row and what each of its layers stands for, as a document of an architecture says it. */
interface NasBenchBertReading extends Reading {
  readonly hidden: (row: Row) => number;
  readonly mixer: (layer: RowLayer) => unknown;
  readonly ffn: (layer: RowLayer, hidden: number) => unknown;
}

/** An operation as a mixer. LT has one norm a layer. */
function labelledMixer({
  operation_type,
  operation_parameter,
  num_operation_heads: heads,
}: RowLayer): unknown {
  if (operation_type === "SA") return { kind: "attention", heads, weighted: operation_parameter === "WMA" };
  if (operation_type === "LT")
    return { kind: "fourier", transform: String(operation_parameter).toLowerCase(), norm: false };
  return { kind: "convolution", heads, kernel: Number(operation_parameter) };
}

/*
 * The three readings of the rows.
 *
 * The training code compares `operation_type is "SA"`, which is false for every string that was read from JSON, so it trained
 * plain self-attention in all layers, and an FFN that begins with 4·hidden. The published proxies in turn were computed on
 * models that were all built with hidden 256 and FFN width 1024.
 */
const readings = {
  trained: {
    summary: "what the training code trained: self-attention in every layer, FFN 4·hidden first",
    hidden: (row) => row.hparams.model_hparam_overrides.hidden_size,
    mixer: ({ num_operation_heads: heads }) => ({ kind: "attention", heads }),
    ffn: ({ feed_forward_dimension: width, num_feed_forward: stacks }, hidden) => ({
      kind: "plain",
      widths: [4 * hidden, ...new Array<number>(stacks - 1).fill(width)],
    }),
  },
  labelled: {
    summary: "what the rows say: operation, heads, FFN width and stacks of every layer",
    hidden: (row) => row.hparams.model_hparam_overrides.hidden_size,
    mixer: labelledMixer,
    ffn: ({ feed_forward_dimension: width, num_feed_forward: stacks }) => ({ kind: "plain", width, stacks }),
  },
  published: {
    summary: "what the published proxies saw: hidden 256 and FFN width 1024 everywhere",
    hidden: () => 256,
    mixer: labelledMixer,
    ffn: ({ num_feed_forward: stacks }) => ({ kind: "plain", width: 1024, stacks }),
  },
} satisfies Record<string, NasBenchBertReading>;

/** The published values of eight proxies, each also divided by a count of matrices. */
const scoresName = "BERT_results_activation.csv";
const parametersColumn = "Number of Parameters";

/** Why parameter counts differ from the published ones under the other two readings. */
const countsNote =
  "the published parameter counts are those of the reading `published`, whose models all have hidden size 256 and FFN width 1024";

/**
 * NAS-Bench-BERT: 500 FlexiBERT architectures, pre-trained and fine-tuned on eight GLUE tasks (Serianni & Kalita, ACL 2023).
 * Quality is the mean GLUE score, or the score of a task by its name. Published proxy values come along if
 * `BERT_results_activation.csv` lies beside it. Its rows have three readings, see `docs/benchmarks/nas-bench-bert.md`.
 *
 * @example
 * const benchmark = nasBenchBert.read(text, { reading: "labelled" });
 */
export const nasBenchBert: BenchmarkFormat = {
  name: "nas-bench-bert",
  summary: "500 FlexiBERT encoders, GLUE score",
  source: "Serianni & Kalita, ACL 2023; github.com/aaronserianni/training-free-nas",
  licence: "CC BY 4.0",
  fileName: "BERT_benchmark.json",
  signature: /"nas_config"/,
  beside: (path) => path === scoresName,
  readings,
  defaultReading: "trained",
  read(text, { file, reading = "trained", quality, files }) {
    const rows: NasBenchBertReading = entryNamed(readings, reading, "reading");
    const document = readDocument(text, file);
    const checked = checkValue(fileSchema, document.value);
    if (checked.problems) throw document.error(checked.problems);
    const numbered = checked.value.map((row, index) => ({ ...row, index }));
    const judged = judgedRows(numbered, qualities, { name: quality, idOf: ({ id }) => String(id), file });
    const entries = judged.rows.map(({ row, quality }) => entryOf(row, quality, rows, document));
    const ids = entries.map(({ id }) => id);
    const table = files?.get(scoresName);
    const scores =
      table === undefined ? undefined : readScores(table, besideName(file, scoresName), "ID", ids);
    return {
      name: "nas-bench-bert",
      reading,
      ...judged.about,
      ...withScores(entries, scores),
      ...(scores && reading !== "published" ? { countsNote } : {}),
    };
  },
};

/** Adds what was published: of the columns beside id and quality one is the parameter count, the others are scores. */
function withScores(entries: readonly BenchmarkEntry[], scores: ScoreTable | undefined) {
  if (!scores) return { entries };
  const { "GLUE Score": _, [parametersColumn]: counts = [], ...publishedScores } = scores;
  const counted = entries.map((entry, index) => ({ ...entry, publishedParameters: counts[index] }));
  return { entries: counted, publishedScores };
}

/** A row and its place in the file. */
type NumberedRow = Row & { readonly index: number };

function entryOf(
  row: NumberedRow,
  quality: number,
  rows: NasBenchBertReading,
  document: SourceDocument,
): BenchmarkEntry {
  const { hidden_size: hidden, nas_config } = row.hparams.model_hparam_overrides;
  const architecture = architectureOf(row, rows, document);
  return {
    id: String(row.id),
    architecture,
    quality,
    macro: { depth: nas_config.encoder_layers.length, hidden },
  };
}

function architectureOf(row: NumberedRow, rows: NasBenchBertReading, document: SourceDocument): Architecture {
  const hidden = rows.hidden(row);
  const layers = row.hparams.model_hparam_overrides.nas_config.encoder_layers;
  const resolved = resolveArchitecture({
    name: String(row.id),
    hidden,
    // ELECTRA-small's embeddings; with them parameter counts under `published` match the published ones, 500 of 500.
    embedding: { vocabulary: 30522, positions: 512, tokenTypes: 2, width: 128, norm: true },
    layers: layers.map((layer) => ({ mixer: rows.mixer(layer), ffn: rows.ffn(layer, hidden) })),
  });
  if (!resolved.problems) return resolved.value;
  const nas = ["hparams", "model_hparam_overrides", "nas_config", "encoder_layers"];
  throw document.error(
    resolved.problems.map(({ path, message }) => ({
      path: [row.index, ...nas, ...path.slice(1, 2)],
      message,
    })),
  );
}
