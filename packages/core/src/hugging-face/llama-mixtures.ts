import { z } from "zod";
import type { Layer } from "../architecture/architecture.js";
import { expertEntries, type Mixture } from "../architecture/ffn/mixture.js";
import type { Resolved } from "../architecture/resolve.js";
import { maximumDepth, maximumExpertEntries, maximumExperts, size } from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import { commonest, commonFfnWidth, ffnsOf, ffnWidth } from "./commonest.js";
import type { LayerInput } from "./family.js";
import { type FfnKeys, type FfnOfLayer, modules, norm, separate, width } from "./llama-ffn.js";

const experts = size(maximumExperts, "Experts.");
const active = size(maximumExperts, "Experts that a token passes.");

const mixtralSchema = z.object({
  intermediate_size: width,
  num_local_experts: experts,
  num_experts_per_tok: active,
});

/** A mixture of experts in every layer. */
export const mixtralFfn: FfnKeys = {
  schema: mixtralSchema,
  names: {
    norm,
    dense: {},
    mixture: {
      router: "block_sparse_moe.gate",
      expert: (expert) => `block_sparse_moe.experts.${expert}`,
      dense: { w1: ["gate"], w3: ["up"], w2: ["down"] },
    },
  },
  read(config, hidden) {
    const { value, problems } = checkValue(mixtralSchema, config);
    if (problems) return { problems };
    const ffn = expertsOf(value.num_local_experts, value.num_experts_per_tok, value.intermediate_size);
    return readMixture(ffn, hidden, "num_local_experts", () => ffn);
  },
  write(layers) {
    const { experts, active, width } = commonMixture(layers);
    return { intermediate_size: width, num_local_experts: experts, num_experts_per_tok: active };
  },
};

/** Names of a router and experts that have Llama's modules. */
const ownExperts = {
  router: "mlp.gate",
  expert: (expert: number) => `mlp.experts.${expert}`,
  dense: modules,
};

const olmoeSchema = z.object({ intermediate_size: width, num_experts: experts, num_experts_per_tok: active });

/** A mixture of experts in every layer, by other keys than Mixtral's. */
export const olmoeFfn: FfnKeys = {
  schema: olmoeSchema,
  names: { norm, dense: {}, mixture: ownExperts },
  read(config, hidden) {
    const { value, problems } = checkValue(olmoeSchema, config);
    if (problems) return { problems };
    const ffn = expertsOf(value.num_experts, value.num_experts_per_tok, value.intermediate_size);
    return readMixture(ffn, hidden, "num_experts", () => ffn);
  },
  write(layers) {
    const { experts, active, width } = commonMixture(layers);
    return { intermediate_size: width, num_experts: experts, num_experts_per_tok: active };
  },
};

/** Mixtral's keys, with biases on experts and router (gpt-oss). Its experts lie in one tensor, which is not read. */
export const gptOssFfn: FfnKeys = {
  ...mixtralFfn,
  read(config, hidden) {
    const read = mixtralFfn.read(config, hidden);
    if (!read.value) return read;
    const ffn = read.value(0);
    const biased = ffn?.kind === "mixture" ? { ...ffn, bias: true as const, routerBias: true as const } : ffn;
    return { value: () => biased };
  },
};

const qwenSchema = z.object({
  intermediate_size: width,
  moe_intermediate_size: width,
  num_experts: experts,
  num_experts_per_tok: active,
  decoder_sparse_step: size(maximumDepth, "One layer in this many has experts. Default: 1.").nullish(),
  mlp_only_layers: z.array(z.int().min(0)).max(4096).nullish(),
});

/** A mixture of experts in some layers, a dense FFN of another width in the others. */
export const qwenMixture: FfnKeys = {
  schema: qwenSchema,
  names: {
    ...separate,
    mixture: ownExperts,
  },
  read(config, hidden) {
    const { value, problems } = checkValue(qwenSchema, config);
    if (problems) return { problems };
    const mixture = expertsOf(value.num_experts, value.num_experts_per_tok, value.moe_intermediate_size);
    const single = { kind: "gated", width: value.intermediate_size } as const;
    const onlyDense = new Set(value.mlp_only_layers);
    const step = value.decoder_sparse_step ?? 1;
    const hasExperts = (layer: number): boolean => !onlyDense.has(layer) && (layer + 1) % step === 0;
    return readMixture(mixture, hidden, "num_experts", (layer) => (hasExperts(layer) ? mixture : single));
  },
  write(layers) {
    const { experts, active, width } = commonMixture(layers);
    const others = layers.flatMap(({ ffn }, layer) =>
      !ffn || ffn.kind === "mixture" ? [] : [{ layer, ffn }],
    );
    return {
      intermediate_size: commonest(others.map(({ ffn }) => ffnWidth(ffn))) ?? width,
      moe_intermediate_size: width,
      num_experts: experts,
      num_experts_per_tok: active,
      mlp_only_layers: others.map(({ layer }) => layer),
    };
  },
};

const qwen2MoeSchema = qwenSchema.extend({
  shared_expert_intermediate_size: width,
});

/** Qwen3's keys, and one shared expert of its own width behind a gate. */
export const qwen2Mixture: FfnKeys = {
  ...qwenMixture,
  schema: qwen2MoeSchema,
  read(config, hidden) {
    const { value, problems } = checkValue(qwen2MoeSchema, config);
    if (problems) return { problems };
    const read = qwenMixture.read(config, hidden);
    if (!read.value) return read;
    const { value: ffnOf } = read;
    const made = new Map<LayerInput["ffn"], LayerInput["ffn"]>();
    return {
      value(layer) {
        const ffn = ffnOf(layer);
        if (ffn?.kind !== "mixture") return ffn;
        const sharedWidth = value.shared_expert_intermediate_size;
        const whole = made.get(ffn) ?? { ...ffn, shared: 1, sharedWidth, sharedGate: true as const };
        made.set(ffn, whole);
        return whole;
      },
    };
  },
  write(layers) {
    const shared = ffnsOf(layers).find((ffn) => ffn.kind === "mixture");
    return {
      ...qwenMixture.write(layers),
      shared_expert_intermediate_size: shared?.sharedWidth ?? commonMixture(layers).width,
    };
  },
};

type GatedMixture = Pick<Mixture, "kind" | "experts" | "active" | "width" | "shared"> & { gated: true };

export const expertsOf = (experts: number, active: number, width: number): GatedMixture => ({
  kind: "mixture",
  experts,
  active,
  width,
  shared: 0,
  gated: true,
});

export function readMixture(
  mixture: GatedMixture,
  hidden: number | undefined,
  expertsKey: string,
  ffnOf: FfnOfLayer,
): Resolved<FfnOfLayer> {
  const problems: Problem[] = [];
  if (mixture.active > mixture.experts) {
    const message = `num_experts_per_tok ${mixture.active} is more than ${expertsKey} ${mixture.experts}`;
    problems.push({ path: ["num_experts_per_tok"], message });
  }
  const entries = hidden === undefined ? 0 : expertEntries(mixture, hidden);
  if (entries > maximumExpertEntries) {
    const message = `experts have ${entries} weights in total, above the maximum of ${maximumExpertEntries} in one layer`;
    problems.push({ path: [expertsKey], message });
  }
  return problems.length > 0 ? { problems } : { value: ffnOf };
}

/** The most frequent mixture; one expert of the most frequent width if there is none. */
function commonMixture(layers: readonly Layer[]): Pick<Mixture, "experts" | "active" | "width"> {
  const mixtures = ffnsOf(layers).filter((ffn) => ffn.kind === "mixture");
  return commonest(mixtures) ?? { experts: 1, active: 1, width: commonFfnWidth(layers) };
}
