import { z } from "zod";
import type { Layer } from "../architecture/architecture.js";
import type { Resolved } from "../architecture/resolve.js";
import { maximumWidth, size } from "../architecture/size.js";
import { checkValue } from "../document/check.js";
import { commonest, commonFfnWidth, ffnsOf } from "./commonest.js";
import type { LayerInput, Values } from "./family.js";
import type { PartNames } from "./layer-tensors.js";

/** The FFN of a layer, from 0. */
export type FfnOfLayer = (layer: number) => LayerInput["ffn"];

/** How a family that descends from Llama says its FFNs, and what it calls their modules. */
export interface FfnKeys {
  /** The keys that are read. */
  readonly schema: z.ZodObject;
  readonly names: PartNames;
  /** `hidden` is absent where its key is wrong; that is told elsewhere. */
  readonly read: (config: Values, hidden: number | undefined) => Resolved<FfnOfLayer>;
  /** The keys that come nearest. */
  readonly write: (layers: readonly Layer[]) => Values;
}

/** The key of an FFN width. */
export const width = size(maximumWidth, "FFN width.");

const denseSchema = z.object({ intermediate_size: width, mlp_bias: z.boolean().nullish() });

/** What the norm before the FFN is called. */
export const norm = "post_attention_layernorm";
/** What the modules of an FFN are called, within it. */
export const modules = { gate_proj: ["gate"], up_proj: ["up"], down_proj: ["down"] } as const;

/** Gate, up and down apart. */
export const separate: PartNames = {
  norm,
  dense: Object.fromEntries(Object.entries(modules).map(([module, roles]) => [`mlp.${module}`, roles])),
};

/**
 * One gated FFN in a layer.
 *
 * @param bias whether the family reads `mlp_bias`. Default: false.
 * @param names of its modules. Default: gate, up and down apart.
 * @param norm what the norm before it, or its only one, is called
 * @param postNorm what the norm behind it is called if there are two
 */
export const dense = ({
  bias = false,
  names = separate,
  norm: name = names.norm,
  postNorm,
}: {
  readonly bias?: boolean;
  readonly names?: PartNames;
  readonly norm?: string;
  readonly postNorm?: string;
} = {}): FfnKeys => ({
  schema: denseSchema,
  names: { ...names, norm: name, ...(postNorm === undefined ? {} : { postNorm }) },
  read(config) {
    const { value, problems } = checkValue(denseSchema, config);
    if (problems) return { problems };
    const ffn = {
      kind: "gated",
      width: value.intermediate_size,
      bias: bias && (value.mlp_bias ?? false),
    } as const;
    return { value: () => ffn };
  },
  write(layers) {
    const ffns = ffnsOf(layers);
    const biased = commonest(ffns.map((ffn) => ffn.kind === "gated" && ffn.bias));
    return {
      intermediate_size: commonFfnWidth(layers),
      ...(bias ? { mlp_bias: biased } : {}),
    };
  },
});

/**
 * One plain FFN in a layer.
 *
 * @param biasKey the key that says whether it has biases; without one they are as `bias` says
 * @param modules what its two dense layers are called
 */
export const plainFfn = ({
  biasKey,
  bias: usual,
  modules: [up, down],
  norm: name = norm,
}: {
  readonly biasKey?: string;
  readonly bias: boolean;
  readonly modules: readonly [up: string, down: string];
  readonly norm?: string;
}): FfnKeys => {
  const schema = z.object({
    intermediate_size: width,
    ...(biasKey === undefined ? {} : { [biasKey]: z.boolean().nullish() }),
  });
  return {
    schema,
    names: { norm: name, dense: { [up]: ["up"], [down]: ["down"] } },
    read(config) {
      const { value, problems } = checkValue(schema, config);
      if (problems) return { problems };
      const given = biasKey === undefined ? usual : (value as Values)[biasKey];
      const bias = typeof given === "boolean" ? given : usual;
      const ffn = { kind: "plain", width: value.intermediate_size, bias } as const;
      return { value: () => ffn };
    },
    write(layers) {
      const biased = commonest(ffnsOf(layers).map((ffn) => ffn.kind === "plain" && ffn.bias)) ?? usual;
      return {
        intermediate_size: commonFfnWidth(layers),
        ...(biasKey === undefined ? {} : { [biasKey]: biased }),
      };
    },
  };
};
