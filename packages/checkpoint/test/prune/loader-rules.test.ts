import { type Loader, loaderRules, loaders, UsageError, WorkError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import type { Config } from "../../src/checkpoint.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { checkpointOf, type Example } from "../family/checkpoints.js";

interface Sizes {
  readonly headDim: number;
  readonly groups: number;
  readonly group: number;
  readonly width: number;
  readonly depth: number;
}

/** A checkpoint of Llama's shape under the name of a family. */
function exampleOf(family: string, { headDim, groups, group, width, depth }: Sizes): Example {
  const [heads, kv] = [groups * group, groups * headDim];
  const hidden = heads * headDim;
  const fused = family === "phi3";
  const layers = `model.layers.{0-${depth - 1}}`;
  const bias =
    family === "qwen2"
      ? `\n${layers}.self_attn.q_proj.bias ${hidden}\n${layers}.self_attn.{k,v}_proj.bias ${kv}`
      : "";
  const attention = fused
    ? `${layers}.self_attn.qkv_proj.weight ${hidden + 2 * kv}x${hidden}`
    : `${layers}.self_attn.q_proj.weight ${hidden}x${hidden}\n${layers}.self_attn.{k,v}_proj.weight ${kv}x${hidden}${bias}`;
  const up = fused
    ? `${layers}.mlp.gate_up_proj.weight ${2 * width}x${hidden}`
    : `${layers}.mlp.{gate,up}_proj.weight ${width}x${hidden}`;
  const norms = family === "qwen3" ? `\n${layers}.self_attn.{q_norm,k_norm}.weight ${headDim}` : "";
  return {
    config: {
      model_type: family,
      hidden_size: hidden,
      intermediate_size: width,
      num_hidden_layers: depth,
      num_attention_heads: heads,
      num_key_value_heads: groups,
      head_dim: headDim,
      vocab_size: 10,
      tie_word_embeddings: true,
      // Mistral slides by default.
      sliding_window: null,
      layer_types: Array.from({ length: depth }, () => "full_attention"),
      ...(fused ? { rope_scaling: { type: "longrope", short_factor: new Array(headDim / 2).fill(1) } } : {}),
    },
    tensors: `model.embed_tokens.weight 10x${hidden}
      ${layers}.{input,post_attention}_layernorm.weight ${hidden}
      ${attention}${norms}
      ${layers}.self_attn.o_proj.weight ${hidden}x${hidden}
      ${up}
      ${layers}.mlp.down_proj.weight ${hidden}x${width}
      model.norm.weight ${hidden}`,
  };
}

/** What a config asks for in each layer, read apart from our own reader. */
function layersOf(config: Config): { heads: number; groups: number; width: number }[] {
  const number = (value: unknown): number => Number(value);
  const blocks = config.block_configs as Record<string, Record<string, unknown>>[] | undefined;
  const heads = number(config.num_attention_heads);
  if (!blocks)
    return new Array(number(config.num_hidden_layers)).fill({
      heads,
      groups: number(config.num_key_value_heads),
      width: number(config.intermediate_size),
    });
  return blocks.map(({ attention, ffn }) => {
    const own = number(attention?.num_attention_heads ?? heads);
    const factor =
      Math.ceil(Math.floor((2 * number(ffn?.ffn_mult) * number(config.hidden_size)) / 3) / 256) * 256;
    const width = ffn?.intermediate_size === undefined ? factor : number(ffn.intermediate_size);
    return { heads: own, groups: own / number(attention?.n_heads_in_group), width };
  });
}

const families = ["llama", "mistral", "qwen2", "qwen3", "phi3"];

const asked = fc.record({
  family: fc.constantFrom(...families),
  loader: fc.constantFrom(...loaders) as fc.Arbitrary<Loader>,
  uniform: fc.constantFrom(undefined, undefined, "all", "heads", "none") as fc.Arbitrary<
    "all" | "heads" | "none" | undefined
  >,
  keep: fc.double({ min: 0.3, max: 1, noNaN: true }),
  whole: fc.boolean(),
  parts: fc.constantFrom(1, 1, 2, 3),
  evenness: fc.constantFrom(0, 0.9),
  sizes: fc.record({
    headDim: fc.constantFrom(2, 4),
    groups: fc.integer({ min: 1, max: 4 }),
    group: fc.integer({ min: 1, max: 3 }),
    width: fc.constantFrom(12, 24, 256, 512),
    depth: fc.integer({ min: 2, max: 4 }),
  }),
});

/** Its layers may differ, and the best plan has equal ones, which are written in another form. */
const equalByChance = (): typeof asked extends fc.Arbitrary<infer Asked> ? Asked : never => ({
  ...{ family: "mistral", loader: "llama.cpp", uniform: undefined, keep: 0.5008041170794468 },
  ...{ whole: false, parts: 1, evenness: 0 },
  sizes: { headDim: 2, groups: 2, group: 1, width: 512, depth: 2 },
});

describe("planned shapes", () => {
  it("keep every rule of the program that they are for, whatever the family, the sizes and the budget", async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(asked, async ({ family, loader, uniform, keep, whole, parts, evenness, sizes }) => {
        const mapped = mapCheckpoint(await checkpointOf(exampleOf(family, sizes)));
        const statistics = await squareStatistics(mapped, squaresHere(plainKernels));
        const wishes = { loader, uniform, whole, evenness, multipleOf: 2, headsMultipleOf: parts };
        try {
          const planner = await prunePlanner(mapped, statistics, wishes);
          const plan = await planner.plan(planner.size - (1 - keep) * planner.nonEmbeddingSize);
          const { config, loads } = prunedCheckpoint(mapped, plan);
          expect(loads.map((one) => one.loader)).toContain(loader);
          const layers = layersOf(config);
          const hidden = Number(config.hidden_size);
          if (Array.isArray(config.layer_types)) expect(config.layer_types).toHaveLength(layers.length);
          expect(config.num_hidden_layers).toBe(layers.length);
          for (const { heads, groups, width } of layers) {
            if (Number.isFinite(heads) && Number.isFinite(groups)) {
              expect(heads % parts).toBe(0);
              expect(groups % parts === 0 || parts % groups === 0).toBe(true);
              if (loader !== "zerolm" && ["llama", "mistral"].includes(family))
                expect(hidden % heads).toBe(0);
              if (loader === "vllm" && family === "qwen2") expect(heads * sizes.headDim).toBe(hidden);
              if (loader === "transformers" && family === "phi3")
                expect(Math.floor(hidden / heads / 2)).toBe(sizes.headDim / 2);
            }
            if (Number.isFinite(width)) expect(width % parts).toBe(0);
          }
          if (loader !== "zerolm") {
            expect(new Set(layers.map(({ heads }) => heads)).size).toBe(1);
            if (!["llama", "mistral"].includes(family)) expect(config).not.toHaveProperty("block_configs");
          }
          seen.set(loader, (seen.get(loader) ?? 0) + 1);
        } catch (error) {
          // A program that loads no such checkpoint, or a budget that cannot be met.
          if (!(error instanceof UsageError) && !(error instanceof WorkError)) throw error;
        }
      }),
      { numRuns: 400, examples: [[equalByChance()]] },
    );
    for (const loader of loaders) expect(seen.get(loader) ?? 0).toBeGreaterThan(10);
  });

  it("rest on rules that say program, version, rule and source", () => {
    for (const rule of loaderRules)
      for (const text of [rule.version, rule.rule, rule.source]) expect(text).toMatch(/\S/);
    for (const loader of loaders)
      expect(loader === "zerolm" || loaderRules.some((rule) => rule.loader === loader)).toBe(true);
  });
});
