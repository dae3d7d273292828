import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import { read } from "../architecture/configs.js";

/** Falcon-H1-0.5B, by the table of its authors and `FalconH1Config`. */
const falconH1 = {
  architectures: ["FalconH1ForCausalLM"],
  model_type: "falcon_h1",
  vocab_size: 32784,
  hidden_size: 1024,
  intermediate_size: 2048,
  num_hidden_layers: 36,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  head_dim: 64,
  mamba_d_ssm: 1536,
  mamba_n_heads: 24,
  mamba_d_head: 64,
  mamba_d_state: 128,
  mamba_n_groups: 1,
  mamba_d_conv: 4,
  mamba_rms_norm: false,
  tie_word_embeddings: false,
};

/** Kimi-Linear-48B-A3B, by `KimiLinearConfig`. */
const kimiLinear = {
  architectures: ["KimiLinearForCausalLM"],
  model_type: "kimi_linear",
  vocab_size: 163840,
  hidden_size: 2304,
  intermediate_size: 9216,
  moe_intermediate_size: 1024,
  num_hidden_layers: 27,
  num_attention_heads: 32,
  num_experts: 256,
  num_experts_per_token: 8,
  num_shared_experts: 1,
  first_k_dense_replace: 1,
  kv_lora_rank: 512,
  q_lora_rank: null,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  linear_attn_config: {
    head_dim: 128,
    num_heads: 32,
    short_conv_kernel_size: 4,
    kda_layers: [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26],
    full_attn_layers: [4, 8, 12, 16, 20, 24, 27],
  },
};

describe("Falcon-H1", () => {
  it("has attention and a state space in every layer", () => {
    const costs = cost(read(falconH1), { dtype: "bfloat16" });
    expect(costs.parameters.total).toBe(521_411_104);
    // Two key/value heads of 64, keys and values, in 36 layers.
    expect(costs.cacheBytesPerToken).toBe(2 * 2 * 64 * 2 * 36);
    expect(costs.stateBytes).toBe((1536 * 128 + (1536 + 2 * 128) * 3) * 2 * 36);
  });

  it.each([
    [{ mamba_d_ssm: null }, 1024 * 2],
    [{ mamba_d_ssm: undefined, mamba_d_head: "auto", mamba_n_heads: 16 }, 1024],
  ])("%j gives the width of the state space", (own, width) => {
    const config = { ...falconH1, mamba_d_head: null, mamba_n_heads: 32, ...own };
    const [layer] = read(config).layers;
    const mixer = layer?.mixer;
    expect(mixer?.kind === "hybrid" && mixer.mamba2.heads * mixer.mamba2.headDim).toBe(width);
  });

  it.each([
    [{ mamba_d_head: 32 }, "mamba_d_head"],
    [{ mamba_n_heads: 25 }, "mamba_n_heads"],
    [{ projectors_bias: true }, "projectors_bias"],
    [{ mamba_n_groups: 5 }, "mamba_n_groups"],
  ])("%j is refused by its key", (own, key) => {
    const { problems } = resolveHuggingFaceConfig({ ...falconH1, ...own });
    expect(problems?.map(({ path }) => path[0])).toEqual([key]);
  });
});

describe("Kimi Linear", () => {
  it("is counted as its checkpoint but for the corrections of its routers", () => {
    // 98,245,528,576 bytes in bfloat16, of which A and the paces' biases of 20 layers are float32; 26 routers correct 256 experts each.
    const stored = (98_245_528_576 - 20 * (32 + 32 * 128) * 2) / 2;
    expect(cost(read(kimiLinear)).parameters.total).toBe(stored - 26 * 256);
  });

  it("keeps a cache in its latent layers alone", () => {
    expect(cost(read(kimiLinear), { dtype: "bfloat16" }).cacheBytesPerToken).toBe((512 + 64) * 2 * 7);
  });

  it.each<[own: object, key: string]>([
    [{ linear_attn_config: undefined }, "linear_attn_config"],
    [{ attn_res_block_size: 12 }, "attn_res_block_size"],
    [{ mla_use_output_gate: true }, "mla_use_output_gate"],
    [{ routed_expert_hidden_size: 512 }, "routed_expert_hidden_size"],
    [{ linear_attn_config: { ...kimiLinear.linear_attn_config, kda_layers: [1] } }, "linear_attn_config"],
  ])("%j is refused by its key", (own, key) => {
    const { problems } = resolveHuggingFaceConfig({ ...kimiLinear, ...own });
    expect(problems?.map(({ path }) => path[0])).toEqual([key]);
  });
});
