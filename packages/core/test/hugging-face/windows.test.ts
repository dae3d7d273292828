import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { huggingFaceConfig } from "../../src/hugging-face/export.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import { type Config, mistral7b, qwen2Half, qwen3Small, read, without } from "../architecture/configs.js";

/** How many tokens each layer sees back; a dot for all. */
const windows = (config: Config): string =>
  read({ num_hidden_layers: 6, ...config })
    .layers.map(({ mixer }) => (mixer?.kind === "attention" ? (mixer.window ?? ".") : "-"))
    .join(" ");

const six = (config: Config, own: Config): Config => ({ ...config, num_hidden_layers: 6, ...own });
const mixture = { num_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 8 };
const used = { use_sliding_window: true, sliding_window: 8 };
const typed = ["full_attention", "sliding_attention"].flatMap((type) => [type, type, type]);

describe("windows are those of transformers", () => {
  it.each<[what: string, config: Config, expected: string]>([
    ["mistral, every layer", six(mistral7b, { sliding_window: 8 }), "8 8 8 8 8 8"],
    ["mistral, none if null", six(mistral7b, { sliding_window: null }), ". . . . . ."],
    [
      "mistral, 4096 if it does not say",
      six(without(mistral7b, "sliding_window"), {}),
      "4096 4096 4096 4096 4096 4096",
    ],
    [
      "mixtral, none if it does not say",
      six(without(mistral7b, "sliding_window"), {
        model_type: "mixtral",
        architectures: ["MixtralForCausalLM"],
        num_local_experts: 4,
        num_experts_per_tok: 2,
      }),
      ". . . . . .",
    ],
    ["qwen2, not used", six(qwen2Half, { sliding_window: 8, max_window_layers: 2 }), ". . . . . ."],
    ["qwen2, the late layers", six(qwen2Half, { ...used, max_window_layers: 4 }), ". . . . 8 8"],
    ["qwen2, none before 28", six(qwen2Half, used), ". . . . . ."],
    ["qwen3, by layer_types", six(qwen3Small, { ...used, layer_types: typed }), ". . . 8 8 8"],
    [
      "qwen2_moe, every other early layer",
      six(qwen2Half, {
        ...{ model_type: "qwen2_moe", architectures: ["Qwen2MoeForCausalLM"] },
        ...{ ...mixture, shared_expert_intermediate_size: 8, ...used, max_window_layers: 4 },
      }),
      "8 . 8 . . .",
    ],
    [
      "qwen3_moe, every layer",
      six(qwen3Small, {
        ...{ model_type: "qwen3_moe", architectures: ["Qwen3MoeForCausalLM"] },
        ...{ ...mixture, ...used, max_window_layers: 4 },
      }),
      "8 8 8 8 8 8",
    ],
    [
      "phi3, every layer",
      six(mistral7b, { model_type: "phi3", architectures: ["Phi3ForCausalLM"], sliding_window: 8 }),
      "8 8 8 8 8 8",
    ],
    [
      "smollm3, the layers without rotary positions",
      six(mistral7b, { model_type: "smollm3", architectures: ["SmolLM3ForCausalLM"], ...used }),
      ". . . 8 . .",
    ],
  ])("%s", (_what, config, expected) => {
    expect(windows(config)).toBe(expected);
    const { config: written } = huggingFaceConfig(read(config), String(config.model_type));
    expect(windows({ ...written })).toBe(expected);
  });

  it("bound FLOPs and cache", () => {
    const costs = (sliding_window: number | null) =>
      cost(read(six(mistral7b, { sliding_window })), { sequence: 1024, context: 1024 });
    const [all, near] = [costs(null), costs(256)];
    expect(near.memory.cacheBytes).toBe(all.memory.cacheBytes / 4);
    // 4 · T · (T − 256) · heads · headDim less in each layer.
    expect(all.flops.perSequence - near.flops.perSequence).toBe(6 * 4 * 1024 * 768 * 4096);
    expect(near.parameters).toEqual(all.parameters);
  });

  it.each<[own: Config, path: string]>([
    [{ sliding_window: -1 }, "sliding_window"],
    [{ ...used, use_sliding_window: "yes" }, "use_sliding_window"],
    [{ ...used, max_window_layers: -1 }, "max_window_layers"],
    [{ ...used, layer_types: ["full_attention"] }, "layer_types"],
    [{ ...used, layer_types: typed.map(() => "local") }, "layer_types.0"],
  ])("%j is refused by its key", (own, path) => {
    const config = "use_sliding_window" in own ? six(qwen2Half, own) : six(mistral7b, own);
    expect(resolveHuggingFaceConfig(config).problems?.map((one) => one.path.join("."))).toEqual([path]);
  });
});
