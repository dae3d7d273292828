import type { Layer } from "../architecture/architecture.js";
import type { Ffn } from "../architecture/ffn/ffn.js";
import { haveEqualSizes } from "./equal-sizes.js";
import type { ModelType } from "./families.js";
import type { Values } from "./family.js";
import { ffnMultOf } from "./ffn-mult.js";

/*
 * What programs of others load, as rules. A row is one rule of one program, with the version and the place where it was read. What no
 * row speaks of is not claimed: a program loads a family in a form only if rows name all three, and every one of them is kept.
 */

/** A program that loads checkpoints. */
export type Loader = "transformers" | "vllm" | "llama.cpp" | "zerolm";

export const loaders = ["transformers", "vllm", "llama.cpp", "zerolm"] as const satisfies readonly Loader[];

/** How a config says its layers: by the family's own keys, which hold for all of them, or by a block for each (Nemotron-NAS, DeciLM). */
export type LoadedForm = "own" | "block_configs";

/** What a rule judges. */
export interface LoadedShape {
  readonly hidden: number;
  readonly layers: readonly Layer[];
  /** The config that the shape is written into, for keys that depend on it. */
  readonly config: Values;
}

/** One rule of one program. */
export interface LoaderRule {
  readonly loader: Loader;
  /** The version in which it was read. */
  readonly version: string;
  readonly families: readonly ModelType[];
  readonly form: LoadedForm;
  /** The rule in words: "the hidden size is a multiple of the heads". */
  readonly rule: string;
  /** Where it was read. */
  readonly source: string;
  /** Whether it can be judged on a layer, or a part of one, by itself. */
  readonly each: boolean;
  readonly keeps: (shape: LoadedShape) => boolean;
}

type Kept = LoaderRule["keeps"];

const attentions = ({ layers }: LoadedShape) =>
  layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer] : []));

const equalLayers: Kept = ({ layers }) => haveEqualSizes(layers);

const headsDivideHidden: Kept = (shape) => attentions(shape).every(({ heads }) => shape.hidden % heads === 0);

const headsFillHidden: Kept = (shape) =>
  attentions(shape).every(({ heads, headDim }) => heads * headDim === shape.hidden);

const oneHeadCount: Kept = (shape) => new Set(attentions(shape).map(({ heads }) => heads)).size <= 1;

const noWindows: Kept = (shape) => attentions(shape).every(({ window }) => window === undefined);

const widthsAreFactors: Kept = ({ layers, hidden }) =>
  layers.every(({ ffn }) => ffn?.kind !== "gated" || ffnMultOf(ffn.width, hidden) !== undefined);

const firstHasAttention: Kept = ({ layers }) => layers[0]?.mixer !== undefined;

/** transformers checks the factors of long contexts against hidden / heads, whatever the width of a head is. */
const longRopeFits: Kept = (shape) => {
  const scaling = (shape.config.rope_scaling ?? shape.config.rope_parameters) as Values | null | undefined;
  const factors = scaling?.short_factor;
  if (!Array.isArray(factors)) return true;
  const share = Number(shape.config.partial_rotary_factor ?? 1);
  return attentions(shape).every(
    ({ heads }) => Math.floor(Math.floor((shape.hidden / heads) * share) / 2) === factors.length,
  );
};

/** Families that inherit LlamaConfig, or have its check of their own. */
const likeLlama = ["llama", "mistral", "ministral3"] as const satisfies readonly ModelType[];

/** Families whose configs transformers 5.18 reads by the keys that are written, with equal layers. */
const ofTransformers = [
  ...likeLlama,
  "qwen2",
  "qwen3",
  "gemma",
  "phi3",
  "granite",
  "smollm3",
  "olmo",
  "starcoder2",
  "stablelm",
  "bert",
  "roberta",
  "xlm-roberta",
  "camembert",
  "electra",
  "distilbert",
  "gpt2",
  "vit",
  "t5",
  "mt5",
  "mixtral",
  "qwen3_moe",
] as const satisfies readonly ModelType[];

/** Families that can be told in the name of Nemotron-NAS. */
const asDecilm = ["llama", "mistral", "nemotron-nas"] as const satisfies readonly ModelType[];

const transformers = { loader: "transformers", version: "5.18" } as const;
const vllm = { loader: "vllm", version: "013a279" } as const;
const llamaCpp = { loader: "llama.cpp", version: "b4000 and later" } as const;
const decilm = { families: asDecilm, form: "block_configs" } as const;

const decilmSource = "nvidia Nemotron-NAS configs; vllm models/nemotron_nas.py";

/** Rules that hold wherever block_configs are read. */
const decilmRules = (program: Pick<LoaderRule, "loader" | "version">): LoaderRule[] => [
  {
    ...program,
    ...decilm,
    rule: "all layers have one number of query heads",
    source: decilmSource,
    each: false,
    keeps: oneHeadCount,
  },
  {
    ...program,
    ...decilm,
    rule: "no sliding windows",
    source: decilmSource,
    each: true,
    keeps: noWindows,
  },
  {
    ...program,
    ...decilm,
    rule: "the hidden size is a multiple of the heads",
    source: "transformers configuration_llama.py at 008e574, which DeciLMConfig inherits; transformers#46082",
    each: true,
    keeps: headsDivideHidden,
  },
];

/** Every rule. */
export const loaderRules: readonly LoaderRule[] = [
  {
    ...transformers,
    families: ofTransformers,
    form: "own",
    rule: "all layers are equal",
    source: "transformers 5.18, the configuration class of the family",
    each: false,
    keeps: equalLayers,
  },
  {
    ...transformers,
    families: likeLlama,
    form: "own",
    rule: "the hidden size is a multiple of the heads",
    source: "transformers configuration_llama.py at 008e574; #46082, #46211, #47707",
    each: true,
    keeps: headsDivideHidden,
  },
  {
    ...transformers,
    families: ["phi3"],
    form: "own",
    rule: "longrope has (hidden / heads) / 2 factors",
    source: "transformers configuration_phi3.py at 008e574",
    each: true,
    keeps: longRopeFits,
  },
  ...decilmRules({ loader: "transformers", version: "5 with trust_remote_code" }),
  {
    ...vllm,
    families: ["llama", "mistral"],
    form: "own",
    rule: "all layers are equal; head_dim is read",
    source: "vllm models/llama.py, LlamaAttention",
    each: false,
    keeps: equalLayers,
  },
  {
    ...vllm,
    families: ["llama", "mistral"],
    form: "own",
    rule: "the hidden size is a multiple of the heads",
    source: "transformers configuration_llama.py at 008e574, whose configs vllm reads",
    each: true,
    keeps: headsDivideHidden,
  },
  {
    ...vllm,
    families: ["qwen2"],
    form: "own",
    rule: "all layers are equal",
    source: "vllm models/qwen2.py at 013a279",
    each: false,
    keeps: equalLayers,
  },
  {
    ...vllm,
    families: ["qwen2"],
    form: "own",
    rule: "the heads fill the hidden size, since head_dim is ignored",
    source: "vllm models/qwen2.py at 013a279; vllm#24873",
    each: true,
    keeps: headsFillHidden,
  },
  ...decilmRules({ loader: "vllm", version: "013a279 with --trust-remote-code" }),
  {
    ...vllm,
    ...decilm,
    rule: "the first layer has an attention",
    source: "vllm models/nemotron_nas.py",
    each: false,
    keeps: firstHasAttention,
  },
  {
    ...llamaCpp,
    families: ["llama", "mistral", "qwen2"],
    form: "own",
    rule: "all layers are equal",
    source: "llama.cpp convert_hf_to_gguf.py, whose class of Llama also reads MistralForCausalLM",
    each: false,
    keeps: equalLayers,
  },
  {
    ...llamaCpp,
    families: ["llama", "mistral"],
    form: "own",
    rule: "the hidden size is a multiple of the heads",
    source: "transformers configuration_llama.py at 008e574, which the converter loads",
    each: true,
    keeps: headsDivideHidden,
  },
  {
    ...llamaCpp,
    families: ["mistral"],
    form: "own",
    rule: "no sliding windows",
    source: "llama.cpp convert_hf_to_gguf.py, the class of Llama, which writes none",
    each: true,
    keeps: noWindows,
  },
  ...decilmRules(llamaCpp),
  {
    ...llamaCpp,
    ...decilm,
    rule: "every FFN width can be expressed by ffn_mult",
    source: "llama.cpp convert_hf_to_gguf.py, the class of DeciLM; llama.cpp#9818, #10028",
    each: true,
    keeps: widthsAreFactors,
  },
];

/** The rules of a program for a family in a form; none if it is not known to load that. */
export const rulesFor = (loader: Loader, family: string, form: LoadedForm): readonly LoaderRule[] =>
  loaderRules.filter(
    (rule) =>
      rule.loader === loader && rule.form === form && (rule.families as readonly string[]).includes(family),
  );

/**
 * How many parts a program splits a model into for tensor parallelism: heads and FFN widths are multiples of it, and so are key/value heads
 * or it is a multiple of them. Source: vllm#414, #2652, #11797.
 */
export const splitsInto =
  (parts: number): Kept =>
  (shape) =>
    attentions(shape).every(
      ({ heads, keyValueHeads }) =>
        heads % parts === 0 && (keyValueHeads % parts === 0 || parts % keyValueHeads === 0),
    ) &&
    shape.layers.every(({ ffn }) => ffn === undefined || widthsOf(ffn).every((width) => width % parts === 0));

const widthsOf = (ffn: Ffn): readonly number[] => (ffn.kind === "plain" ? ffn.widths : [ffn.width]);
