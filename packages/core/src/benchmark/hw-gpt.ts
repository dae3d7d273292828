import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, type Problem, shown } from "../document/check.js";
import { InputError } from "../errors.js";
import type { BenchmarkEntry, BenchmarkFormat } from "./benchmark.js";
import { joinedError, refuseReading } from "./beside.js";
import { orMissing } from "./missing.js";
import { judgedRows, type Qualities } from "./quality.js";
import { type RawRow, rawRows, rowPlace } from "./rows.js";
import { cellNumber } from "./table-columns.js";

const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(128);

const architectureSchema = z.looseObject({
  sample_embed_dim: z.int().min(1).max(65_536),
  sample_n_layer: z.int().min(1).max(128),
  sample_n_head: list(z.int().min(1).max(1024)),
  sample_mlp_ratio: list(z.number().positive().max(64)),
  sample_bias: z.union([z.boolean(), z.enum(["True", "False", "true", "false"])], {
    error: "must be true or false",
  }),
});

const rowSchema = architectureSchema.extend({ perplexity: orMissing(z.number().positive()) });

type Row = z.output<typeof rowSchema>;

/** A row as far as it is read. */
interface Network {
  readonly id: string;
  readonly architecture: Architecture;
  /** By column, higher is better. */
  readonly measured: ReadonlyMap<string, number>;
}

/** As the configurations of the three supernets have them. */
const headDim = 64;
const vocabulary = 50254;

/**
 * HW-GPT-Bench (Sukthanker et al., NeurIPS 2024): GPT-NeoX sub-networks of three supernets, with perplexity on OpenWebText.
 * Quality is the negative perplexity, or by name an accuracy, or the negative of a loss, latency, energy or memory of the rows.
 *
 * Rows are JSON (a list, or a map from the name of an architecture), JSON lines or CSV. A row says its architecture by
 * `sample_embed_dim`, `sample_n_layer`, `sample_n_head`, `sample_mlp_ratio` and `sample_bias`, directly or under `arch`, or as
 * the benchmark's own name for it, `gpt-s-LAYERS-WIDTH-RATIOS-HEADS-BIAS`, under `arch`. See `docs/benchmarks/hw-gpt.md`.
 *
 * @example
 * hwGpt.read('[{ "arch": "gpt-s-2-192-2-4-8-4-True", "perplexity": 31.5 }]', {});
 */
export const hwGpt: BenchmarkFormat = {
  name: "hw-gpt",
  summary: "HW-GPT-Bench: GPT sub-networks, perplexity",
  source: "Sukthanker et al., NeurIPS 2024; github.com/automl/HW-GPT-Bench",
  licence: "Apache 2.0",
  fileName: undefined,
  signature: /sample_embed_dim|gpt-[sml]-\d+-\d+-/,
  readings: {},
  defaultReading: undefined,
  read(text, { file, reading, quality }) {
    refuseReading("hw-gpt", reading);
    const read = rawRows(text, file).map((row) => networkOf(row, file));
    const errors = read.filter((one) => one instanceof InputError);
    if (errors.length > 0) throw joinedError(errors);
    const networks = read.flatMap((one) => (one instanceof InputError ? [] : [one]));
    const { rows, about } = judgedRows(networks, qualitiesOf(networks), {
      name: quality,
      idOf: ({ id }) => id,
      file,
    });
    return {
      name: "hw-gpt",
      reading,
      ...about,
      entries: rows.map(({ row, quality }) => entryOf(row, quality)),
    };
  },
};

/** Which columns are qualities, and which way round. */
const directions: readonly (readonly [RegExp, 1 | -1])[] = [
  [/accuracy/i, 1],
  [/perplexity|ppl|loss|latency|energy|memory/i, -1],
];

const directionOf = (column: string): 1 | -1 | undefined =>
  directions.find(([columns]) => columns.test(column))?.[1];

function qualitiesOf(networks: readonly Network[]): Qualities<Network> {
  const columns = new Set(["perplexity", ...networks.flatMap(({ measured }) => [...measured.keys()])]);
  return new Map(
    [...columns].map((column) => [
      column,
      {
        summary: directionOf(column) === 1 ? column : `−${column}`,
        of: ({ measured }: Network) => measured.get(column),
      },
    ]),
  );
}

function networkOf(row: RawRow, file: string | undefined): Network | InputError {
  const failed = (path: readonly PropertyKey[], message: string): InputError =>
    new InputError(message, rowPlace(row, String(path[0] ?? ""), file));
  const keys = flattened(row);
  if (typeof keys === "string")
    return failed(
      ["arch"],
      `must be gpt-SCALE-LAYERS-WIDTH-RATIOS-HEADS-BIAS, with a ratio and heads for each layer, not ${shown(keys)}`,
    );
  const checked = checkValue(rowSchema, keys);
  if (checked.problems)
    return joinedError(checked.problems.map(({ path, message }) => failed(path, message)));
  const { sample_n_layer: depth, sample_n_head, sample_mlp_ratio } = checked.value;
  for (const [key, { length }] of Object.entries({ sample_n_head, sample_mlp_ratio }))
    if (length < depth) return failed([key], `has ${length} entries for ${depth} layers`);
  const id = row.name ?? String(row.values.get("id") ?? row.number);
  const resolved = resolveArchitecture(documentOf(checked.value, id));
  if (resolved.problems) return failed(...problemOf(resolved.problems));
  const measured = measuredIn(row);
  if (measured.wrong) return failed(...measured.wrong);
  return { id, architecture: resolved.value, measured: measured.values };
}

/** The numbers of a row that are qualities, higher is better, or which column holds something else. */
function measuredIn({ values }: RawRow) {
  const found = new Map<string, number>();
  for (const [column, cell] of values) {
    const direction = directionOf(column);
    const number = direction && cellNumber(cell);
    if (typeof number === "string") return { wrong: [[column], number] as [string[], string] };
    if (direction && number !== undefined) found.set(column, direction * number);
  }
  return { values: found };
}

/** The first problem, under the key that the part of the architecture was made from. */
function problemOf([first]: readonly Problem[]): [Problem["path"], string] {
  const [part, , kind] = first?.path ?? [];
  const key = part === "layers" ? (kind === "ffn" ? "sample_mlp_ratio" : "sample_n_head") : "";
  return [[key], first?.message ?? "is not valid"];
}

const entryOf = ({ id, architecture }: Network, quality: number): BenchmarkEntry => ({
  id,
  architecture,
  quality,
  macro: { depth: architecture.layers.length, hidden: architecture.hidden },
});

/** The keys of the architecture beside those of the row; texts of a CSV become numbers and lists. A name that cannot be read is itself. */
function flattened({ name, values }: RawRow): Record<string, unknown> | string {
  const arch = unpacked(values.get("arch") ?? values.get("architecture") ?? name);
  const own = typeof arch === "string" ? fromName(arch) : arch;
  if (typeof arch === "string" && own === undefined && !values.has("sample_n_layer")) return arch;
  const row = Object.fromEntries([...values].map(([key, value]) => [key, unpacked(value)]));
  return { ...row, ...(typeof own === "object" ? own : {}) };
}

function unpacked(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = /^[[{]/.test(value)
    ? value.replaceAll("'", '"').replaceAll(/\b(True|False)\b/g, '"$1"')
    : value;
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return value;
  }
}

/** `gpt-s-2-192-2-4-8-4-True`: scale, depth, width, an MLP ratio a layer, heads a layer, bias. */
function fromName(name: string): Record<string, unknown> | undefined {
  const [gpt, , depth, width, ...rest] = name.split("-");
  const layers = Number(depth);
  if (gpt !== "gpt" || !(layers > 0) || rest.length !== 2 * layers + 1) return undefined;
  return {
    sample_n_layer: layers,
    sample_embed_dim: Number(width),
    sample_mlp_ratio: rest.slice(0, layers).map(Number),
    sample_n_head: rest.slice(layers, 2 * layers).map(Number),
    sample_bias: rest[2 * layers],
  };
}

function documentOf(row: Row, name: string): unknown {
  const { sample_embed_dim: hidden, sample_n_head, sample_mlp_ratio, sample_n_layer: depth } = row;
  const bias = String(row.sample_bias).toLowerCase() === "true";
  return {
    name,
    kind: "decoder",
    hidden,
    embedding: { vocabulary },
    finalNorm: true,
    head: { vocabulary: "tied" },
    layers: sample_n_head.slice(0, depth).map((heads, index) => ({
      mixer: { kind: "attention", heads, headDim, bias: bias ? "all" : "none" },
      ffn: { kind: "plain", width: Math.trunc(hidden * (sample_mlp_ratio[index] as number)), bias },
    })),
  };
}
