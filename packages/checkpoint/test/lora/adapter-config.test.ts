import { InputError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAdapterConfig } from "../../src/lora/adapter-config.js";

/** As PEFT 0.18 writes it for a plain adapter. */
const plain = {
  alora_invocation_tokens: null,
  alpha_pattern: {},
  arrow_config: null,
  auto_mapping: null,
  base_model_name_or_path: "base",
  bias: "none",
  corda_config: null,
  ensure_weight_tying: false,
  eva_config: null,
  exclude_modules: null,
  fan_in_fan_out: false,
  inference_mode: true,
  init_lora_weights: true,
  layer_replication: null,
  layers_pattern: null,
  layers_to_transform: null,
  loftq_config: {},
  lora_alpha: 32,
  lora_bias: false,
  lora_dropout: 0.05,
  megatron_config: null,
  megatron_core: "megatron.core",
  modules_to_save: null,
  peft_type: "LORA",
  peft_version: "0.18.0",
  qalora_group_size: 16,
  r: 16,
  rank_pattern: {},
  revision: null,
  target_modules: ["q_proj", "v_proj"],
  target_parameters: null,
  task_type: "CAUSAL_LM",
  trainable_token_indices: null,
  use_dora: false,
  use_qalora: false,
  use_rslora: false,
};

const refusalOf = (config: object): string => {
  try {
    checkAdapterConfig({ ...plain, ...config });
    return "";
  } catch (error) {
    return error instanceof InputError ? error.describe() : `defect: ${error}`;
  }
};

describe("adapter_config.json", () => {
  it("is taken as PEFT writes it, with any way to begin that leaves the base as it is", () => {
    for (const begun of [true, false, "gaussian", "eva", "orthogonal"])
      expect(refusalOf({ init_lora_weights: begun })).toBe("");
    expect(refusalOf({ bias: "lora_only", use_rslora: true, rank_pattern: { q_proj: 4 } })).toBe("");
  });

  it("is refused by the key that changes weights in another way", () => {
    for (const [key, value] of Object.entries({
      use_dora: true,
      use_qalora: true,
      lora_bias: true,
      alora_invocation_tokens: [1, 2],
      arrow_config: { top_k: 2 },
      layer_replication: [[0, 2]],
      target_parameters: ["mlp.experts.gate_up_proj"],
      trainable_token_indices: [3],
      loftq_config: { loftq_bits: 4 },
      megatron_config: { tensor_parallel: 2 },
      peft_type: "IA3",
      bias: "some",
      r: 0,
      lora_alpha: "many",
      alpha_pattern: { q_proj: "x" },
    }))
      expect(refusalOf({ [key]: value })).toMatch(new RegExp(`^adapter_config\\.json: ${key}: `));
    for (const begun of ["pissa", "pissa_niter_16", "olora", "corda", "loftq", "lora_ga"])
      expect(refusalOf({ init_lora_weights: begun })).toContain("changes the base");
  });

  it("is refused for any key that is used and not known, and only then", () => {
    const value = fc.oneof(fc.constant(true), fc.integer(), fc.string({ minLength: 1 }), fc.constant([1]));
    const key = fc.stringMatching(/^[a-z]{3,12}_[a-z]{3,12}$/).filter((name) => !Object.hasOwn(plain, name));
    fc.assert(
      fc.property(key, value, (name, used) => {
        const refused = refusalOf({ [name]: used });
        // `runtime_config` and the like are known without being in every file.
        if (refused !== "") expect(refused).toContain(`adapter_config.json: ${name}: `);
        else expect(name).toMatch(/^(runtime|kasa|velora|lora|use|monteclora)_/);
        expect(refusalOf({ [name]: null })).toBe("");
      }),
      { numRuns: 500 },
    );
  });
});
