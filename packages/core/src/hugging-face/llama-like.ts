import { z } from "zod";
import type { Architecture, Layer } from "../architecture/architecture.js";
import type { Norm } from "../architecture/norm.js";
import type { Resolved } from "../architecture/resolve.js";
import { maximumDepth, maximumHidden, maximumVocabulary, size } from "../architecture/size.js";
import { checkValue } from "../document/check.js";
import { attentionsOf, commonest } from "./commonest.js";
import { ConfigKeys } from "./config-keys.js";
import { decoderHeads } from "./decoder-heads.js";
import { type Facts, factsOf } from "./facts.js";
import { type Body, type Family, type Heads, inRuns, type LayerInput, type Values } from "./family.js";
import type { PartNames } from "./layer-tensors.js";
import { type AttentionTraits, attentionOf, attentionSchema, wholeHeads } from "./llama-attention.js";
import { dense, type FfnKeys, type FfnOfLayer } from "./llama-ffn.js";
import { keysOfLayers, type LayerKeys, numbersOf } from "./per-layer.js";
import { namedTensors } from "./tensor-names.js";
import type { Windows } from "./windows.js";

const frameSchema = z.object({
  vocab_size: size(maximumVocabulary, "Vocabulary."),
  hidden_size: size(maximumHidden, "Hidden size."),
  num_hidden_layers: size(maximumDepth, "Layers."),
});

type Attention = Extract<NonNullable<LayerInput["mixer"]>, { kind: "attention" }>;

/** What distinguishes the families that descend from Llama. */
export interface LlamaTraits
  extends AttentionTraits,
    Pick<Family, "summary" | "pruning" | "aliases" | "partOf" | "defaults" | "headOf"> {
  /** What the names of its classes begin with. */
  readonly prefix: string;
  /** The norms. Default: RMSNorm. */
  readonly norm?: Norm | ((keys: ConfigKeys) => Norm);
  /** What other keys say of the attention. Default: nothing. */
  readonly attentionOf?: (keys: ConfigKeys) => Partial<Attention>;
  /** What becomes of every layer: other norms, attention and FFN side by side. Default: nothing. */
  readonly layer?: (layer: LayerInput, keys: ConfigKeys) => LayerInput;
  /** The mixers of layers that have no attention, by layer. Default: all have. */
  readonly mixers?: (keys: ConfigKeys, depth: number) => readonly LayerInput["mixer"][];
  /** How many tokens each layer sees back; undefined for all. Default: all in every layer. */
  readonly windows?: Windows;
  /** The keys that `norm`, `attentionOf` and `layer` read. Default: none. */
  readonly flags?: (facts: Facts) => Values;
  /** The heads, if they are not those of other decoders. */
  readonly heads?: Heads;
  /** The class of the language model. Default: the prefix and ForCausalLM. */
  readonly languageModel?: string;
  /** Whether its checkpoints are read. Default: true. */
  readonly checkpoints?: boolean;
  /** What the module of the last norm is called. Default: norm. */
  readonly finalNorm?: string;
  /** The keys of the FFN, and what its modules are called. Default: one gated FFN, without biases. */
  readonly ffn?: FfnKeys;
  readonly tiedByDefault?: boolean;
  readonly answersQuestions?: boolean;
  /** What the modules of the attention are called. Default: query, key and value apart. */
  readonly attention?: PartNames;
  /** Whether layers that differ are written as `per_layer_config`. Default: false. */
  readonly perLayer?: boolean;
  /** Keys that every config of the family needs beside its sizes. */
  readonly always?: Values;
}

/** Query, key and value apart, as Llama has them. */
export const separate: PartNames = {
  norm: "input_layernorm",
  dense: {
    "self_attn.q_proj": ["query"],
    "self_attn.k_proj": ["key"],
    "self_attn.v_proj": ["value"],
    "self_attn.o_proj": ["output"],
  },
  queryNorm: "self_attn.q_norm",
  keyNorm: "self_attn.k_norm",
};

/**
 * Families with RMSNorm, rotary positions, grouped-query attention and gated FFNs, and those that differ from them in few things.
 */
export function llamaLike(traits: LlamaTraits): Family {
  const { ffn = dense(), attention = separate } = traits;
  return {
    summary: traits.summary,
    ...given(traits),
    heads:
      traits.heads ?? decoderHeads(traits.prefix, `${traits.prefix}ForCausalLM`, traits.answersQuestions),
    defaultClass: traits.languageModel ?? `${traits.prefix}ForCausalLM`,
    tiedByDefault: traits.tiedByDefault ?? false,
    read: (config) => readBody(config, { ...traits, ffn }),
    write: (architecture) => keysOf(architecture, { ...traits, ffn }),
    prefix: "model.",
    ...(traits.checkpoints === false ? {} : { tensors: tensorsOf(traits, attention, ffn) }),
    ignored: /rotary_emb\.inv_freq$/,
    layerNumbers: (config) => {
      const { value: layers } = layerKeys(config, Number(config.num_hidden_layers), { ...traits, ffn });
      return layers && numbersOf(layers);
    },
    pruning: traits.pruning,
  };
}

const tensorsOf = ({ finalNorm = "norm" }: LlamaTraits, attention: PartNames, { names }: FfnKeys) =>
  namedTensors({
    embedding: { vocabulary: "embed_tokens.weight" },
    head: { finalNorm: [finalNorm], vocabulary: "lm_head", task: ["score", "classifier", "qa_outputs"] },
    layer: (number) => ({ at: `layers.${number}`, mixer: attention, ffn: names }),
  });

/** What the family has that few others have. */
const given = ({ aliases, partOf, defaults, headOf }: LlamaTraits) => ({
  ...(aliases && { aliases }),
  ...(partOf && { partOf }),
  ...(defaults && { defaults }),
  ...(headOf && { headOf }),
});

interface WithFfn extends LlamaTraits {
  readonly ffn: FfnKeys;
}

function readBody(value: Values, traits: WithFfn): Resolved<Body> {
  const frame = checkValue(frameSchema, value);
  // What differs from layer to layer is checked only if their number is known.
  if (!frame.value && (value.block_configs ?? value.per_layer_config)) return frame;
  const keys = layerKeys(value, frame.value?.num_hidden_layers ?? 1, traits);
  const layers = keys.value ? layersOf(keys.value, frame.value?.hidden_size, traits) : keys;
  if (!frame.value || !layers.value)
    return { problems: [...(frame.problems ?? []), ...(layers.problems ?? [])] };
  const { hidden_size: hidden, vocab_size: vocabulary, num_hidden_layers: depth } = frame.value;
  const own = new ConfigKeys(value);
  const changed = ownLayers(layers.value, own, depth, traits);
  const norm = typeof traits.norm === "function" ? traits.norm(own) : (traits.norm ?? "rms");
  if (own.problems.length > 0) return { problems: own.problems };
  const stack = { norm, finalNorm: true, layers: inRuns(changed, (layer) => layer) } as const;
  return { value: { kind: "decoder", hidden, embedding: { vocabulary }, ...stack } };
}

/** The layers with what the other keys of the family say. Equal ones stay one object. */
function ownLayers(
  layers: readonly LayerInput[],
  keys: ConfigKeys,
  depth: number,
  { attentionOf, layer: hook, windows, mixers }: WithFfn,
): readonly LayerInput[] {
  if (!attentionOf && !hook && !windows && !mixers) return layers;
  const attention = attentionOf?.(keys);
  const [seen, others] = [windows?.read(keys, depth) ?? [], mixers?.(keys, depth) ?? []];
  const known = new Map<LayerInput, Map<unknown, LayerInput>>();
  return layers.map((layer, index) => {
    const [window, mixer] = [seen[index], others[index]];
    const made = known.get(layer) ?? new Map<unknown, LayerInput>();
    known.set(layer, made);
    const found = made.get(mixer ?? window);
    if (found) return found;
    const changed = mixer
      ? { ...layer, mixer }
      : changedLayer(layer, { ...attention, ...(window && { window }) });
    const whole = hook?.(changed, keys) ?? changed;
    made.set(mixer ?? window, whole);
    return whole;
  });
}

const changedLayer = (layer: LayerInput, attention: Partial<Attention>): LayerInput =>
  layer.mixer?.kind === "attention" ? { ...layer, mixer: { ...layer.mixer, ...attention } } : layer;

function layerKeys(config: Values, depth: number, traits: WithFfn): Resolved<readonly LayerKeys[]> {
  const keys = (): string[] =>
    [attentionSchema, traits.ffn.schema].flatMap(({ shape }) => Object.keys(shape));
  return keysOfLayers(config, depth, keys, () => {
    const { value, problems } = checkValue(attentionSchema, config);
    return problems ? { problems } : { value: wholeHeads(value, traits) };
  });
}

/** The layers that have a part at all. Equal ones are read once. */
function layersOf(
  keys: readonly LayerKeys[],
  hidden: number | undefined,
  traits: WithFfn,
): Resolved<LayerInput[]> {
  const known = new Map<LayerKeys, Resolved<(layer: number) => LayerInput>>();
  for (const one of new Set(keys)) known.set(one, layerOf(one, hidden, traits));
  const problems = [...known.values()].flatMap((one) => one.problems ?? []);
  if (problems.length > 0) return { problems };
  const layers = keys.flatMap((one, number) => known.get(one)?.value?.(number) ?? []);
  const present = layers.filter(({ mixer, ffn }) => mixer !== undefined || ffn !== undefined);
  if (present.length > 0) return { value: present };
  return { problems: [{ path: ["num_hidden_layers"], message: "has no layer with an attention or an FFN" }] };
}

function layerOf(
  { values, path, lacks }: LayerKeys,
  hidden: number | undefined,
  traits: WithFfn,
): Resolved<(layer: number) => LayerInput> {
  const mixer = lacks.attention ? nothing : attentionOf(values, hidden, traits);
  const ffn: Resolved<FfnOfLayer | undefined> = lacks.ffn ? nothing : traits.ffn.read(values, hidden);
  const problems = [...(mixer.problems ?? []), ...(ffn.problems ?? [])];
  if (problems.length > 0)
    return { problems: problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })) };
  const made = new Map<LayerInput["ffn"], LayerInput>();
  return {
    value: (layer) => {
      const own = ffn.value?.(layer);
      const known = made.get(own) ?? {
        ...(mixer.value ? { mixer: mixer.value } : {}),
        ...(own ? { ffn: own } : {}),
      };
      made.set(own, known);
      return known;
    },
  };
}

const nothing: Resolved<undefined> = { value: undefined };

function keysOf(architecture: Architecture, traits: WithFfn): Values {
  const { hidden, embedding, layers } = architecture;
  const common = layerValues(layers, hidden, traits);
  const differing = traits.perLayer ? perLayerConfig(layers, common, hidden, traits) : undefined;
  const { heads, headDim } = commonest(attentionsOf(layers)) ?? noAttention(hidden);
  const implied = traits.headDim === undefined && heads * headDim === hidden;
  const { head_dim: _, ...withoutWidth } = common;
  return {
    vocab_size: Math.max(1, embedding.vocabulary),
    hidden_size: hidden,
    num_hidden_layers: layers.length,
    ...(implied && !differing ? withoutWidth : common),
    ...(differing ? { per_layer_config: differing } : {}),
    ...traits.flags?.(factsOf(architecture)),
    ...traits.windows?.write(layers),
    ...traits.always,
  };
}

/** What comes nearest to no attention at all. */
const noAttention = (hidden: number) => ({ heads: 1, keyValueHeads: 1, headDim: hidden, bias: "none" });

/** The keys of a layer, or those most frequent in several. */
function layerValues(layers: readonly Layer[], hidden: number, traits: WithFfn): Values {
  const { heads, keyValueHeads, headDim, bias } = commonest(attentionsOf(layers)) ?? noAttention(hidden);
  return {
    num_attention_heads: heads,
    num_key_value_heads: keyValueHeads,
    head_dim: headDim,
    ...(traits.bias === "attention_bias" ? { attention_bias: bias === "all" } : {}),
    ...traits.ffn.write(layers),
  };
}

/** What differs in each layer from what they have in common; nothing if nothing does. */
function perLayerConfig(
  layers: readonly Layer[],
  common: Values,
  hidden: number,
  traits: WithFfn,
): Values | undefined {
  const overrides = layers.flatMap((layer, number): [string, Values][] => {
    const skip = [...(layer.mixer ? [] : ["attention"]), ...(layer.ffn ? [] : ["mlp"])];
    const own = Object.entries(layerValues([layer], hidden, traits)).filter(
      ([key, value]) =>
        value !== common[key] && (attentionSchema.shape[key as "head_dim"] ? layer.mixer : layer.ffn),
    );
    const differing = { ...Object.fromEntries(own), ...(skip.length > 0 ? { skip } : {}) };
    return Object.keys(differing).length > 0 ? [[String(number), differing]] : [];
  });
  return overrides.length > 0 ? Object.fromEntries(overrides) : undefined;
}
