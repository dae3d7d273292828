import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { checkValue } from "../document/check.js";
import { readDocument, type SourceDocument } from "../document/document.js";
import { InputError } from "../errors.js";
import type { BenchmarkEntry, BenchmarkFormat, PublishedScores } from "./benchmark.js";
import { besideName, refuseReading } from "./beside.js";
import { type LtsConfig, readLtsConfig } from "./lts-config.js";
import { readFamily } from "./lts-family.js";
import { orMissing } from "./missing.js";
import { judgedRows, type Qualities, type Quality } from "./quality.js";

const perplexity = z.number().positive();
const perplexitySchema = z.record(
  z.string(),
  z.union([orMissing(perplexity), z.looseObject({ valid_ppl: orMissing(perplexity) })], {
    error: "must be a perplexity above 0, itself or under valid_ppl",
  }),
);
const parametersSchema = z.record(z.string(), z.looseObject({ total: orMissing(z.number()) }));
const numbersSchema = z.record(z.string(), orMissing(z.number()));

const configName = "model_config.yaml";
const parametersName = "params_summary.yaml";
const scoresName = /^(?<proxy>[^/]+)_scores_seed_(?<seed>\d+)\.yaml$/;

/** What was measured beside the perplexity: the file, and what lower is better of. */
const measurements = {
  latency: { file: "latency_summary.yaml", summary: "−latency, ms" },
  memory: { file: "memory_summary.yaml", summary: "−peak memory, MB" },
} as const;

const summaryNames: readonly string[] = [
  parametersName,
  ...Object.values(measurements).map(({ file }) => file),
];

/**
 * LiteTransformerSearch (Javaheripi et al., NeurIPS 2022): a folder of decoders, each a `model_config.yaml` in a folder of its
 * own, with `ppl_summary.yaml` for all. Quality is the negative validation perplexity, or by name another perplexity, the negative latency
 * or memory. Published proxy values (`NAME_scores_seed_N.yaml`) and parameter counts (`params_summary.yaml`) come along if they
 * lie beside it. A network that was never trained is left out.
 *
 * The training code knows two families: Transformer-XL has relative positions, no biases in attention and no final norm; GPT-2 has
 * `tgt_len` learned positions. See `docs/benchmarks/lts.md`, also for how a set is told to be one or the other.
 *
 * @example
 * const benchmark = lts.read(summary, { files: new Map([["config_0/j0/model_config.yaml", config]]) });
 */
export const lts: BenchmarkFormat = {
  name: "lts",
  summary: "LiteTransformerSearch: GPT-2 and Transformer-XL decoders, perplexity",
  source: "Javaheripi et al., NeurIPS 2022; github.com/microsoft/archai",
  licence: "MIT",
  fileName: "ppl_summary.yaml",
  signature: /^[\w-]+:\s*(\n\s+\w*ppl\w*:|[\d.]+\s*$)/m,
  beside: (path) => path.endsWith(`/${configName}`) || summaryNames.includes(path) || scoresName.test(path),
  besideDepth: 2,
  readings: {},
  defaultReading: undefined,
  read(text, { file, reading, quality, files = new Map() }) {
    refuseReading("lts", reading);
    const folder = { file, files };
    const { value: summary, document } = checked(perplexitySchema, text, file);
    if (Object.keys(summary).length === 0) throw new InputError("holds no network", { file });
    const paths = configPaths(folder);
    const networks = [...new Set([...Object.keys(summary), ...paths.keys()])].map((id) => ({ id }));
    const judged = judgedRows(networks, qualitiesOf(summary, folder), {
      name: quality,
      idOf: ({ id }) => id,
      file,
    });
    const ids = judged.rows.map(({ row }) => row.id);
    const configs = configsOf(ids, paths, folder, document);
    const counts = read(parametersSchema, parametersName, folder);
    const family = readFamily(
      ids.map((id, index) => ({ config: configs[index] as LtsConfig, published: own(counts, id)?.total })),
      { folder: folderName(file), fields: fieldsOf(summary) },
    );
    const publishedScores = scoresOf(folder, ids);
    return {
      name: "lts",
      reading,
      ...judged.about,
      entries: judged.rows.map(({ row: { id }, quality }, index) =>
        entryOf(id, quality, family.architectures[index] as Architecture, own(counts, id)?.total),
      ),
      ...(Object.keys(publishedScores).length > 0 ? { publishedScores } : {}),
      ...(family.notes.length > 0 ? { notes: family.notes } : {}),
    };
  },
};

/** The main file's name and the texts beside it. */
interface Folder {
  readonly file: string | undefined;
  readonly files: ReadonlyMap<string, string>;
}

type Perplexities = z.output<typeof perplexitySchema>;

function entryOf(
  id: string,
  quality: number,
  architecture: Architecture,
  publishedParameters: number | undefined,
): BenchmarkEntry {
  return {
    id,
    architecture,
    quality,
    macro: { depth: architecture.layers.length, hidden: architecture.hidden },
    ...(publishedParameters === undefined ? {} : { publishedParameters }),
  };
}

function checked<Schema extends z.ZodType>(schema: Schema, text: string, file: string | undefined) {
  const document = readDocument(text, file);
  const { value, problems } = checkValue(schema, document.value);
  if (problems) throw document.error(problems);
  return { value, document };
}

/** A file beside the main file; nothing if it is not there. */
function read<Schema extends z.ZodType<Readonly<Record<string, unknown>>>>(
  schema: Schema,
  name: string,
  { file, files }: Folder,
): z.output<Schema> | Record<string, never> {
  const text = files.get(name);
  return text === undefined ? {} : checked(schema, text, besideName(file, name)).value;
}

/** `random_GPT2_wt103` of `sets/random_GPT2_wt103/ppl_summary.yaml`. */
const folderName = (file = ""): string => file.split(/[/\\]/).at(-2) ?? "";

const fieldsOf = (summary: Perplexities): ReadonlySet<string> =>
  new Set(Object.values(summary).flatMap((value) => (typeof value === "object" ? Object.keys(value) : [])));

interface Identified {
  readonly id: string;
}

/** Perplexities by the names of their fields, then what was measured. */
function qualitiesOf(summary: Perplexities, folder: Folder): Qualities<Identified> {
  const others = [...fieldsOf(summary)].filter((field) => /ppl/.test(field) && field !== "valid_ppl");
  const perplexities = ["valid_ppl", ...others.sort()].map(
    (field) =>
      [
        field,
        {
          summary: `−${field === "valid_ppl" ? "validation perplexity" : field}`,
          of: ({ id }: Identified) => negative(perplexityOf(own(summary, id), field)),
          missing: field === "valid_ppl" ? "no perplexity (never trained)" : undefined,
        },
      ] as const,
  );
  const measured = Object.entries(measurements).map(([name, { file, summary }]) => {
    const values: Readonly<Record<string, number | undefined>> = read(numbersSchema, file, folder);
    return [name, { summary, of: ({ id }: Identified) => negative(own(values, id)) }] as const;
  });
  return new Map<string, Quality<Identified>>([...perplexities, ...measured]);
}

/** Some sets have one number a network and do not name it. */
function perplexityOf(value: Perplexities[string] | undefined, field: string): number | undefined {
  if (typeof value !== "object") return field === "valid_ppl" ? value : undefined;
  const found = value[field];
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}

const negative = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : -value;

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** `config_0/j1/model_config.yaml` belongs to the network `config_0_j1`. */
const configPaths = ({ files }: Folder): ReadonlyMap<string, string> =>
  new Map(
    [...files.keys()]
      .filter((path) => path.endsWith(`/${configName}`))
      .sort()
      .map((path) => [path.slice(0, -configName.length - 1).replaceAll("/", "_"), path]),
  );

/**
 * The configuration of every network.
 *
 * @throws {InputError} for a network without one: the copy of the folder is not whole
 */
function configsOf(
  ids: readonly string[],
  paths: ReadonlyMap<string, string>,
  { file, files }: Folder,
  summary: SourceDocument,
): LtsConfig[] {
  const missing = ids.filter((id) => !paths.has(id));
  if (missing.length > 0)
    throw summary.error(
      missing.slice(0, 20).map((id) => ({ path: [id], message: `has no ${configName} in its folder` })),
    );
  return ids.map((id) => {
    const path = paths.get(id) as string;
    return readLtsConfig(files.get(path) as string, id, besideName(file, path));
  });
}

/** By proxy; by proxy and seed if a proxy was drawn with several, none of which is the better one. */
function scoresOf({ file, files }: Folder, ids: readonly string[]): PublishedScores {
  const found = [...files].flatMap(([path, text]) => {
    const { proxy, seed } = scoresName.exec(path)?.groups ?? {};
    if (proxy === undefined) return [];
    const { value } = checked(numbersSchema, text, besideName(file, path));
    return [{ proxy, seed: Number(seed), scores: ids.map((id) => own(value, id)) }];
  });
  const sorted = found.sort(
    (one, other) =>
      Number(one.proxy > other.proxy) - Number(one.proxy < other.proxy) || one.seed - other.seed,
  );
  const seedsOf = (name: string): number => found.filter(({ proxy }) => proxy === name).length;
  return Object.fromEntries(
    sorted.map(({ proxy, seed, scores }) => [
      seedsOf(proxy) === 1 ? proxy : `${proxy}, seed ${seed}`,
      scores,
    ]),
  );
}
