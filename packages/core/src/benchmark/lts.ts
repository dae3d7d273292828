import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, type Problem, shown } from "../document/check.js";
import { readDocument, type SourceDocument } from "../document/document.js";
import { InputError } from "../errors.js";
import type { Benchmark, BenchmarkEntry, BenchmarkFormat, PublishedScores } from "./benchmark.js";
import { besideName, joinedError, refuseReading } from "./beside.js";

const size = z.int().min(1).max(262_144);
const tokens = z.int().min(1).max(16_777_216);

const configSchema = z.looseObject({
  n_layer: z.int().min(1).max(1024),
  d_model: size,
  n_head: z.array(size),
  d_inner: z.array(size),
  d_embed: z.union([z.literal(-1), size], { error: "must be a width, or -1 for that of d_model" }),
  n_token: tokens,
  tgt_len: size,
  cutoffs: z.array(tokens).max(64),
  div_val: z.int().min(1).max(1024),
  tie_projs: z.array(z.boolean()).max(64),
  weight_init_type: z.string().optional(),
  weight_init_std: z.number().positive().max(1e3).optional(),
  experiment_name: z.string().optional(),
});

type Config = z.output<typeof configSchema>;

const perplexity = z.number().positive();
const perplexitySchema = z.record(
  z.string(),
  z.union([perplexity, z.looseObject({ valid_ppl: perplexity })], {
    error: "must be a perplexity above 0, itself or under valid_ppl",
  }),
);
const parametersSchema = z.record(z.string(), z.looseObject({ total: z.number() }));
const scoresSchema = z.record(z.string(), z.number());

const configName = "model_config.yaml";
const parametersName = "params_summary.yaml";
const scoresName = /^(?<proxy>[^/]+)_scores_seed_(?<seed>\d+)\.yaml$/;

/**
 * LiteTransformerSearch (Javaheripi et al., NeurIPS 2022): a folder of decoders, each a `model_config.yaml` in a folder of its
 * own, with `ppl_summary.yaml` for all. Quality is the negative validation perplexity. Published proxy values
 * (`NAME_scores_seed_N.yaml`) and parameter counts (`params_summary.yaml`) come along where they lie beside it.
 *
 * The training code knows two families. Transformer-XL (its configs say `experiment_name: nv_xformer_xl`) has relative
 * positions, no biases in attention and no final norm; the others are GPT-2 with `tgt_len` learned positions. See
 * `docs/benchmarks/lts.md`.
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
  beside: (path) => path.endsWith(`/${configName}`) || path === parametersName || scoresName.test(path),
  besideDepth: 2,
  readings: {},
  defaultReading: undefined,
  read(text, { file, reading, files = new Map() }) {
    refuseReading("lts", reading);
    const summary = checked(perplexitySchema, text, file);
    const folder = { file, files };
    const counts = publishedCounts(folder);
    const ids = Object.keys(summary.value);
    if (ids.length === 0) throw new InputError("holds no network", { file });
    const configs = configsOf(ids, summary.document, folder);
    const entries = ids.map((id) =>
      entryOf(id, configs.get(id) as Architecture, summary.value[id], counts?.[id]?.total),
    );
    return { ...about(folder, ids), entries };
  },
};

/** The main file's name and the texts beside it. */
interface Folder {
  readonly file: string | undefined;
  readonly files: ReadonlyMap<string, string>;
}

function about(folder: Folder, ids: readonly string[]): Omit<Benchmark, "entries"> {
  const publishedScores = scoresOf(folder, ids);
  return {
    name: "lts",
    quality: "−validation perplexity",
    reading: undefined,
    ...(Object.keys(publishedScores).length > 0 ? { publishedScores } : {}),
  };
}

function entryOf(
  id: string,
  architecture: Architecture,
  quality: z.output<typeof perplexitySchema>[string] | undefined,
  publishedParameters: number | undefined,
): BenchmarkEntry {
  const value = typeof quality === "object" ? quality.valid_ppl : (quality as number);
  return {
    id,
    architecture,
    quality: -value,
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

/** `config_0/j1/model_config.yaml` belongs to the network `config_0_j1`. */
const idOf = (path: string): string => path.slice(0, -configName.length - 1).replaceAll("/", "_");

/**
 * The architecture of every network.
 *
 * @throws {InputError} for a network without configuration, and for a configuration without perplexity
 */
function configsOf(
  ids: readonly string[],
  summary: SourceDocument,
  { file, files }: Folder,
): ReadonlyMap<string, Architecture> {
  const paths = new Map(
    [...files.keys()].filter((path) => path.endsWith(`/${configName}`)).map((path) => [idOf(path), path]),
  );
  const missing = ids.filter((id) => !paths.has(id));
  if (missing.length > 0)
    throw summary.error(
      missing
        .slice(0, 20)
        .map((id) => ({ path: [id], message: `has no ${configName} in the folder beside` })),
    );
  const untrained = [...paths.keys()].filter((id) => !ids.includes(id));
  if (untrained.length > 0)
    throw joinedError(
      untrained
        .slice(0, 20)
        .map((id) => new InputError("has a configuration but no perplexity here", { file, key: id })),
    );
  const read = (id: string): Architecture => {
    const path = paths.get(id) as string;
    return readConfig(files.get(path) as string, id, besideName(file, path));
  };
  return new Map(ids.map((id) => [id, read(id)]));
}

function readConfig(text: string, name: string, file: string): Architecture {
  const { value: config, document } = checked(configSchema, text, file);
  const wrong = problemsOf(config);
  if (wrong.length > 0) throw document.error(wrong);
  const resolved = resolveArchitecture(documentOf(config, name));
  if (!resolved.problems) return resolved.value;
  throw document.error(resolved.problems.map(({ path, message }) => ({ path: keyOf(path), message })));
}

/** The key of a configuration that a part of the architecture was made from. */
function keyOf([part, index, kind]: Problem["path"]): Problem["path"] {
  if (part === "layers")
    return [kind === "ffn" ? "d_inner" : "n_head", ...(index === undefined ? [] : [index])];
  return part === "embedding" ? ["cutoffs"] : [];
}

function problemsOf({ n_layer, n_head, d_inner, tie_projs, weight_init_type }: Config): Problem[] {
  const short = Object.entries({ n_head, d_inner }).flatMap(([key, list]) =>
    list.length === n_layer
      ? []
      : [{ path: [key], message: `has ${list.length} entries for ${n_layer} layers` }],
  );
  const mixed = tie_projs.lastIndexOf(false) > ownProjections(tie_projs) - 1;
  return [
    ...short,
    ...(mixed ? [{ path: ["tie_projs"], message: "must be false for the first clusters only" }] : []),
    ...(weight_init_type === undefined || weight_init_type === "normal"
      ? []
      : [{ path: ["weight_init_type"], message: `must be normal, not ${shown(weight_init_type)}` }]),
  ];
}

const ownProjections = (tied: readonly boolean[]): number => {
  const first = tied.indexOf(true);
  return first < 0 ? tied.length : first;
};

/** The document of an architecture. Cutoffs at or above the vocabulary leave their clusters empty; the code drops them. */
function documentOf(config: Config, name: string): unknown {
  const { d_model: hidden, n_token: vocabulary, div_val: divide, weight_init_std: std = 0.02 } = config;
  const cutoffs = config.cutoffs.filter((cutoff) => cutoff < vocabulary);
  const isTransformerXl = config.experiment_name === "nv_xformer_xl";
  const attention = isTransformerXl ? { relative: true, bias: "none" } : { bias: "all" };
  return {
    name,
    kind: "decoder",
    hidden,
    embedding: {
      vocabulary,
      positions: isTransformerXl ? 0 : config.tgt_len,
      width: config.d_embed === -1 ? hidden : config.d_embed,
      adaptive: { cutoffs, divide },
    },
    finalNorm: !isTransformerXl,
    head: {
      vocabulary: "tied",
      vocabularyBias: true,
      ownProjections: Math.min(ownProjections(config.tie_projs), cutoffs.length + 1),
    },
    initialiser: { kind: "normal", std },
    layers: config.n_head.map((heads, index) => ({
      mixer: { kind: "attention", heads, ...attention },
      ffn: { kind: "plain", width: config.d_inner[index] },
    })),
  };
}

function publishedCounts({ file, files }: Folder): z.output<typeof parametersSchema> | undefined {
  const text = files.get(parametersName);
  return text === undefined
    ? undefined
    : checked(parametersSchema, text, besideName(file, parametersName)).value;
}

/** By proxy; by proxy and seed where a proxy was drawn with several, none of which is the better one. */
function scoresOf({ file, files }: Folder, ids: readonly string[]): PublishedScores {
  const found = [...files].flatMap(([path, text]) => {
    const { proxy, seed } = scoresName.exec(path)?.groups ?? {};
    if (proxy === undefined) return [];
    const { value } = checked(scoresSchema, text, besideName(file, path));
    const scores = ids.map((id) => (Object.hasOwn(value, id) ? value[id] : undefined));
    return [{ proxy, seed: Number(seed), scores }];
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
