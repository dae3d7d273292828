import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, type Problem, shown } from "../document/check.js";
import { InputError } from "../errors.js";
import type { BenchmarkEntry, BenchmarkFormat } from "./benchmark.js";
import { joinedError, refuseReading } from "./beside.js";
import { type RawRow, rawRows, rowPlace } from "./rows.js";

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

const rowSchema = architectureSchema.extend({ perplexity: z.number().positive() });

type Row = z.output<typeof rowSchema>;

/** As the configurations of the three supernets have them. */
const headDim = 64;
const vocabulary = 50254;

/**
 * HW-GPT-Bench (Sukthanker et al., NeurIPS 2024): GPT-NeoX sub-networks of three supernets, with perplexity on OpenWebText.
 * Quality is the negative perplexity.
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
  read(text, { file, reading }) {
    refuseReading("hw-gpt", reading);
    const errors: InputError[] = [];
    const rows = rawRows(text, file);
    const entries = rows.flatMap((row) => {
      const entry = entryOf(row, file);
      if (!(entry instanceof InputError)) return [entry];
      errors.push(entry);
      return [];
    });
    if (errors.length > 0) throw joinedError(errors);
    return { name: "hw-gpt", quality: "−perplexity", reading, entries };
  },
};

function entryOf(row: RawRow, file: string | undefined): BenchmarkEntry | InputError {
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
  return entryOfArchitecture(id, resolved.value, checked.value.perplexity);
}

/** The first problem, under the key that the part of the architecture was made from. */
function problemOf([first]: readonly Problem[]): [Problem["path"], string] {
  const [part, , kind] = first?.path ?? [];
  const key = part === "layers" ? (kind === "ffn" ? "sample_mlp_ratio" : "sample_n_head") : "";
  return [[key], first?.message ?? "is not valid"];
}

const entryOfArchitecture = (id: string, architecture: Architecture, perplexity: number): BenchmarkEntry => ({
  id,
  architecture,
  quality: -perplexity,
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
