import { z } from "zod";
import type { Resolved } from "../architecture/resolve.js";
import { maximumHeads, maximumWidth, size } from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import type { Values } from "./family.js";
import { widthOfFfnMult } from "./ffn-mult.js";

/*
 * Two ways in which configs say layers that differ. `per_layer_config` of transformers (from 5.15) maps the number of a layer to the keys
 * that differ there, and may list what the layer skips. `block_configs` of Nemotron-NAS (DeciLM) has an entry for every layer.
 */

/** The keys that hold in one layer, where in the config they come from, and which parts the layer lacks. */
export interface LayerKeys {
  readonly values: Values;
  readonly path: Problem["path"];
  readonly lacks: { readonly attention: boolean; readonly ffn: boolean };
}

/** The number of query heads, and how many share a key/value head, if a layer says nothing of its own. */
export interface WholeHeads {
  readonly heads: number;
  readonly keyValueHeads: number;
}

const present = { attention: false, ffn: false };

/**
 * The keys of every layer.
 *
 * @param keys those that may differ from layer to layer
 * @param whole reads the heads that the config has for all layers
 */
export function keysOfLayers(
  config: Values,
  depth: number,
  keys: () => readonly string[],
  whole: () => Resolved<WholeHeads>,
): Resolved<readonly LayerKeys[]> {
  const { block_configs: blocks = null, per_layer_config: overrides = null } = config;
  if (blocks === null && overrides === null)
    return { value: new Array<LayerKeys>(depth).fill({ values: config, path: [], lacks: present }) };
  if (blocks !== null && overrides !== null) {
    const message = "is given together with block_configs. Give only one of them.";
    return { problems: [{ path: ["per_layer_config"], message }] };
  }
  const common = Object.fromEntries(keys().flatMap((key) => (key in config ? [[key, config[key]]] : [])));
  if (blocks === null) return ofOverrides(overrides, depth, common);
  return ofBlocks(blocks, depth, { ...common, hidden_size: config.hidden_size }, whole());
}

/** The numbers of the layers that have a part at all; undefined if all have. */
export function numbersOf(layers: readonly LayerKeys[]): number[] | undefined {
  const numbers = layers.flatMap(({ lacks }, number) => (lacks.attention && lacks.ffn ? [] : [number]));
  return numbers.length < layers.length ? numbers : undefined;
}

const overridesSchema = z.record(
  z.string().regex(/^\d{1,6}$/, "must be the number of a layer"),
  z.looseObject({
    skip: z
      .array(z.enum(["attention", "mlp"]))
      .max(16)
      .nullish(),
  }),
);

function ofOverrides(value: unknown, depth: number, common: Values): Resolved<readonly LayerKeys[]> {
  const { value: checked, problems } = checkValue(z.object({ per_layer_config: overridesSchema }), {
    per_layer_config: value,
  });
  if (problems) return { problems };
  const overrides = new Map(
    Object.entries(checked.per_layer_config).map(([key, own]) => [Number(key), { key, ...own }]),
  );
  const beyond = [...overrides].find(([number]) => number >= depth);
  if (beyond) {
    const message = `is not a layer. The layers are 0 to ${depth - 1}.`;
    return { problems: [{ path: ["per_layer_config", beyond[1].key], message }] };
  }
  const wider = [...overrides.values()].find((own) => "hidden_size" in own);
  if (wider) {
    const message = "cannot differ from layer to layer";
    return { problems: [{ path: ["per_layer_config", wider.key, "hidden_size"], message }] };
  }
  const layers = Array.from({ length: depth }, (_, number): LayerKeys => {
    const { key = "", skip, ...own } = overrides.get(number) ?? {};
    const lacks = { attention: skip?.includes("attention") ?? false, ffn: skip?.includes("mlp") ?? false };
    return { values: { ...common, ...own }, path: key === "" ? [] : ["per_layer_config", key], lacks };
  });
  return { value: layers };
}

const absent = { no_op: z.boolean().nullish(), replace_with_linear: z.literal(false).nullish() };
const blockSchema = z.looseObject({
  attention: z
    .looseObject({
      ...absent,
      n_heads_in_group: size(maximumHeads, "Query heads that share a key/value head.").nullish(),
      num_attention_heads: size(maximumHeads, "Query heads, a key of zerolm.").nullish(),
    })
    .nullish(),
  ffn: z
    .looseObject({
      ...absent,
      ffn_mult: z.number().positive().max(1024).nullish(),
      intermediate_size: size(maximumWidth, "FFN width.").nullish(),
    })
    .nullish(),
});

type Block = z.output<typeof blockSchema>;

function ofBlocks(
  value: unknown,
  depth: number,
  common: Values,
  whole: Resolved<WholeHeads>,
): Resolved<readonly LayerKeys[]> {
  if (!Array.isArray(value) || value.length !== depth)
    return {
      problems: [
        { path: ["block_configs"], message: `must be a list of num_hidden_layers = ${depth} entries` },
      ],
    };
  const checked = checkValue(z.object({ block_configs: z.array(blockSchema) }), { block_configs: value });
  if (checked.problems || whole.problems)
    return { problems: [...(checked.problems ?? []), ...(whole.problems ?? [])] };
  const blocks = checked.value.block_configs.map((block, index) =>
    ofBlock(block, index, common, whole.value),
  );
  const problems = blocks.flatMap(({ problems: found }) => found ?? []);
  return problems.length > 0 ? { problems } : { value: blocks.flatMap(({ value: keys }) => keys ?? []) };
}

function ofBlock(
  { attention, ffn }: Block,
  index: number,
  common: Values,
  whole: WholeHeads,
): Resolved<LayerKeys> {
  const path = ["block_configs", index];
  const lacks = { attention: attention?.no_op ?? false, ffn: ffn?.no_op ?? false };
  const heads = attention?.num_attention_heads ?? whole.heads;
  const group = attention?.n_heads_in_group ?? whole.heads / whole.keyValueHeads;
  const width = ffn?.intermediate_size ?? widthOfFfnMult(ffn?.ffn_mult, common.hidden_size);
  const problems: Problem[] = [];
  if (!lacks.attention && heads % group !== 0)
    problems.push({ path, message: `groups of ${group} do not divide ${heads} heads` });
  if (!lacks.ffn && width === undefined)
    problems.push({ path: [...path, "ffn"], message: "must give intermediate_size, ffn_mult or no_op" });
  if (problems.length > 0) return { problems };
  const own = {
    num_attention_heads: heads,
    num_key_value_heads: heads / group,
    intermediate_size: width,
  };
  return { value: { values: { ...common, ...own }, path, lacks } };
}
