import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, type Problem, shown } from "../document/check.js";
import { readDocument, type SourceDocument } from "../document/document.js";

/** The two families of decoders that the training code of LiteTransformerSearch knows. */
export const ltsFamilies = ["GPT-2", "Transformer-XL"] as const;

export type LtsFamily = (typeof ltsFamilies)[number];

const size = z.int().min(1).max(262_144);
const tokens = z.int().min(1).max(16_777_216);

/** Sets whose layers are all equal have one number where the others have a list. */
function withLists(config: unknown): unknown {
  if (typeof config !== "object" || config === null) return config;
  const { n_layer: depth, n_head, d_inner } = config as Readonly<Record<string, unknown>>;
  if (typeof depth !== "number" || !(depth <= 1024)) return config;
  const listed = (value: unknown): unknown =>
    typeof value === "number" ? Array.from({ length: depth }, () => value) : value;
  return { ...config, n_head: listed(n_head), d_inner: listed(d_inner) };
}

const configSchema = z.preprocess(
  withLists,
  z.looseObject({
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
    experiment_name: z.unknown().optional(),
  }),
);

type Config = z.output<typeof configSchema>;

/** A `model_config.yaml` that was checked. */
export interface LtsConfig {
  /** What the training code called the experiment; only some sets say their family there. */
  readonly experiment: unknown;
  /** The architecture, if the network is one of this family. */
  readonly architecture: (family: LtsFamily) => Architecture;
}

/**
 * Reads a `model_config.yaml`.
 *
 * @param name of the network
 * @throws {InputError} with file, line and key; so does `architecture`
 */
export function readLtsConfig(text: string, name: string, file: string): LtsConfig {
  const document = readDocument(text, file);
  const { value: config, problems } = checkValue(configSchema, document.value);
  if (problems) throw document.error(problems);
  const wrong = problemsOf(config);
  if (wrong.length > 0) throw document.error(wrong);
  return {
    experiment: config.experiment_name,
    architecture: (family) => architectureOf(config, name, family, document),
  };
}

function architectureOf(
  config: Config,
  name: string,
  family: LtsFamily,
  document: SourceDocument,
): Architecture {
  const resolved = resolveArchitecture(documentOf(config, name, family));
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
function documentOf(config: Config, name: string, family: LtsFamily): unknown {
  const { d_model: hidden, n_token: vocabulary, div_val: divide, weight_init_std: std = 0.02 } = config;
  const cutoffs = config.cutoffs.filter((cutoff) => cutoff < vocabulary);
  const isTransformerXl = family === "Transformer-XL";
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
