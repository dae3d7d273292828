import type { Expected, LayerSizes, Sizes } from "./family.js";
import { dense, ffnRows, headDense, keyValues, norm, other, queries, table } from "./family.js";
import type { SizeReader } from "./size-reader.js";

/** Sizes of Llama and its descendants. */
export interface DecoderSizes extends Sizes {
  readonly labels: number;
  readonly experts: number;
}

/** Where the config does not say. */
export interface Defaults {
  readonly keyValueHeads?: number;
  readonly headDim?: number;
}

/** The sizes of a decoder; `block_configs` (Nemotron-NAS, and what `prune` writes) give each layer its own. */
export function decoderSizes(read: SizeReader, defaults: Defaults = {}): DecoderSizes {
  const heads = read.size("num_attention_heads");
  const hidden = read.size("hidden_size");
  const headDim = read.size("head_dim", defaults.headDim ?? -1);
  const absent = read.config.num_key_value_heads === undefined;
  const keyValueHeads = read.size(
    "num_key_value_heads",
    (absent ? defaults.keyValueHeads : undefined) ?? heads,
  );
  const whole: LayerSizes = {
    heads,
    keyValueHeads,
    headDim: headDim > 0 ? headDim : read.quotient("num_attention_heads", hidden, heads),
    ffnWidth: read.size("intermediate_size", read.config.block_configs === undefined ? undefined : 1),
  };
  if (heads % keyValueHeads !== 0)
    read.problem("num_key_value_heads", `${keyValueHeads} does not divide ${heads} heads`);
  return {
    hidden,
    vocabulary: read.size("vocab_size"),
    labels: read.labels(),
    experts: read.config.num_local_experts === undefined ? 0 : read.size("num_local_experts"),
    layers: layersOf(read, whole),
  };
}

function layersOf(read: SizeReader, whole: LayerSizes): LayerSizes[] {
  const depth = read.depth("num_hidden_layers");
  const blocks = read.config.block_configs;
  if (blocks === undefined || blocks === null) return repeated(depth, whole);
  if (!Array.isArray(blocks) || blocks.length !== depth) {
    read.problem("block_configs", `must be a list of num_hidden_layers = ${depth} entries`);
    return [];
  }
  return blocks.map((block: unknown, index) => blockSizes(read, block, whole, index));
}

const repeated = (depth: number, layer: LayerSizes): LayerSizes[] => new Array<LayerSizes>(depth).fill(layer);

type Map = Readonly<Record<string, unknown>>;
const mapOf = (value: unknown): Map => (typeof value === "object" && value !== null ? (value as Map) : {});
const sizeOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 2 ** 24 ? value : undefined;

/** `num_attention_heads` in a block is ours: Nemotron-NAS has one number of query heads for all layers. */
function blockSizes(read: SizeReader, block: unknown, whole: LayerSizes, index: number): LayerSizes {
  const [attention, ffn] = [mapOf(mapOf(block).attention), mapOf(mapOf(block).ffn)];
  const heads = sizeOf(attention.num_attention_heads) ?? whole.heads;
  const group = sizeOf(attention.n_heads_in_group) ?? whole.heads / whole.keyValueHeads;
  if (heads % group !== 0)
    read.problem(`block_configs[${index}]`, `groups of ${group} do not divide ${heads} heads`);
  const ffnWidth = sizeOf(ffn.intermediate_size) ?? multiplied(ffn.ffn_mult, read.size("hidden_size"));
  if (ffnWidth === undefined && ffn.no_op !== true)
    read.problem(`block_configs[${index}].ffn`, "must give intermediate_size, ffn_mult or no_op");
  const present = attention.no_op !== true;
  return {
    heads: present ? heads : 0,
    keyValueHeads: present ? Math.floor(heads / group) : 0,
    headDim: whole.headDim,
    ffnWidth: ffn.no_op === true ? 0 : (ffnWidth ?? 1),
  };
}

/** DeciLM's width: ⌊2·mult·hidden/3⌋, up to a multiple of 256. */
function multiplied(mult: unknown, hidden: number): number | undefined {
  if (typeof mult !== "number" || !(mult > 0) || mult > 1024) return undefined;
  return Math.ceil(Math.floor((2 * mult * hidden) / 3) / 256) * 256;
}

/** Embedding, final norm and head, in Llama's names. */
export function decoderFrame({ hidden, vocabulary, labels }: DecoderSizes): Expected[] {
  const head = { subModule: "head", optional: true, outside: true } as const;
  return [
    table("embed_tokens.weight", "vocabulary", vocabulary, hidden),
    ...norm("norm", { subModule: "head" }, hidden, "rms"),
    table("lm_head.weight", "vocabulary", vocabulary, hidden, head),
    ...headDense("score", "task", labels, hidden),
    ...headDense("qa_outputs", "task", 2, hidden),
  ];
}

/** The two norms of a layer; that of a sub-module which is not there is not there either. */
export function decoderNorms(layer: LayerSizes, index: number, hidden: number): Expected[] {
  const at = `layers.${index}`;
  const norms = (name: string, subModule: "attention" | "ffn", there: number): Expected[] =>
    there === 0 ? [] : norm(`${at}.${name}`, { subModule, layer: index }, hidden, "rms");
  return [
    ...norms("input_layernorm", "attention", layer.heads),
    ...norms("post_attention_layernorm", "ffn", layer.ffnWidth),
  ];
}

/** Query, key, value and output, each a matrix of its own, with Qwen3's norms over a head where there are some. */
export function decoderAttention(layer: LayerSizes, index: number, hidden: number): Expected[] {
  if (layer.heads === 0) return [];
  const at = `layers.${index}.self_attn`;
  const where = { subModule: "attention", layer: index } as const;
  const input = other(hidden);
  const headNorm = { ...where, optional: true };
  return [
    ...dense(`${at}.q_proj`, where, [{ role: "query", rows: queries(layer), cols: input }], "maybe"),
    ...dense(`${at}.k_proj`, where, [{ role: "key", rows: keyValues(layer), cols: input }], "maybe"),
    ...dense(`${at}.v_proj`, where, [{ role: "value", rows: keyValues(layer), cols: input }], "maybe"),
    ...dense(`${at}.o_proj`, where, [{ role: "output", rows: input, cols: queries(layer) }], "maybe"),
    ...norm(`${at}.q_norm`, headNorm, layer.headDim, "rms"),
    ...norm(`${at}.k_norm`, headNorm, layer.headDim, "rms"),
  ];
}

/** Gate, up and down. */
export function decoderFfn(layer: LayerSizes, index: number, hidden: number): Expected[] {
  if (layer.ffnWidth === 0) return [];
  const at = `layers.${index}.mlp`;
  const where = { subModule: "ffn", layer: index } as const;
  return [
    ...dense(
      `${at}.gate_proj`,
      where,
      [{ role: "gate", rows: ffnRows(layer), cols: other(hidden) }],
      "maybe",
    ),
    ...dense(`${at}.up_proj`, where, [{ role: "up", rows: ffnRows(layer), cols: other(hidden) }], "maybe"),
    ...dense(
      `${at}.down_proj`,
      where,
      [{ role: "down", rows: other(hidden), cols: ffnRows(layer) }],
      "maybe",
    ),
  ];
}
