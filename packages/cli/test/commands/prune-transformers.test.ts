import { createRequire } from "node:module";
import { openCheckpoint } from "@zerolm/checkpoint";
import { pathFolder } from "@zerolm/node";
import { beforeAll, describe, expect, it } from "vitest";
import { expectPrinted } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { writeTrained } from "../trained.js";
import { workFolder } from "../work-folder.js";

/*
 * What zerolm writes, read by Hugging Face's own JavaScript library. With its runtimes that takes half a gigabyte, so that it is no
 * dependency of ours: `.ci/run` installs it before the tests, and elsewhere they are skipped by name.
 */
const library = "@huggingface/transformers";

/** A config as `AutoConfig` reads it; `normalized_config` has the family's sizes under names that all families share. */
interface ReadConfig {
  readonly model_type: string;
  readonly architectures?: readonly string[];
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly intermediate_size: number;
  readonly head_dim: number;
  readonly block_configs?: readonly {
    readonly attention: { readonly n_heads_in_group: number | null; readonly no_op: boolean };
    readonly ffn: { readonly ffn_mult?: number | null; readonly intermediate_size?: number };
  }[];
  readonly normalized_config: {
    readonly num_heads?: number;
    readonly num_layers?: number;
    readonly dim_kv?: number;
  };
}

interface Transformers {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  readonly AutoConfig: {
    readonly from_pretrained: (
      name: string,
      options: { readonly local_files_only: true },
    ) => Promise<ReadConfig>;
  };
}

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve(library);
    return true;
  } catch {
    return false;
  }
}

const work = workFolder();
const families = ["llama", "mistral", "qwen2", "qwen3", "gemma", "phi3"];

/** Prunes a checkpoint of a family; what the library reads of the result, and the shapes in it. */
async function pruned(family: string, name: string, words: readonly string[]) {
  const flags = ["--multiple-of", "2", ...words];
  const out = work.path(name);
  const shown = await runInProcess(["prune", work.path(family), ...flags, "-o", out, "--quiet"]);
  expectPrinted(shown);
  const { AutoConfig, env } = (await import(library)) as Transformers;
  env.allowRemoteModels = false;
  env.localModelPath = work.folder;
  const config = await AutoConfig.from_pretrained(name, { local_files_only: true });
  const { tensors, close } = await openCheckpoint(await pathFolder(out));
  await close();
  const shape = (tensor: string): readonly number[] | undefined =>
    tensors.get(`model.layers.${tensor}`)?.shape;
  return { config, shape, text: shown.stdout };
}

describe.skipIf(!isInstalled())(`what ${library} reads (needs that library, which .ci/run installs)`, () => {
  beforeAll(async () => {
    for (const family of [...families, "nemotron-nas"]) await writeTrained(work.path(family), family);
  });

  it.each(families)("is the family's own config where layers are alike: %s", async (family) => {
    const { config, shape, text } = await pruned(family, `${family}-alike`, ["--uniform", "--keep", "0.75"]);
    expect(config.model_type).toBe(family);
    expect(config.block_configs).toBeUndefined();
    expect(text).toMatch(/^Loaded by transformers [\d.]+: all layers are equal/m);
    const { num_heads, num_layers, dim_kv } = config.normalized_config;
    expect(num_layers).toBe(2);
    expect(config.num_attention_heads * config.intermediate_size).toBeLessThan(4 * 12);
    const heads = config.num_attention_heads;
    for (let layer = 0; layer < 2; layer++) {
      const at = `${layer}.self_attn`;
      if (family === "phi3")
        expect(shape(`${at}.qkv_proj.weight`)).toEqual([(heads + 2 * num_heads!) * dim_kv!, 8]);
      else {
        expect(shape(`${at}.q_proj.weight`)).toEqual([heads * dim_kv!, 8]);
        expect(shape(`${at}.k_proj.weight`)).toEqual([num_heads! * dim_kv!, 8]);
      }
      expect(shape(`${layer}.mlp.down_proj.weight`)).toEqual([8, config.intermediate_size]);
    }
    expect(shape("2.mlp.down_proj.weight")).toBeUndefined();
  });

  it.each(["llama", "mistral", "nemotron-nas"])(
    "has a block for every layer where FFNs differ and heads are equal: %s",
    async (family) => {
      const { config, shape } = await pruned(family, `${family}-blocks`, [
        "--uniform",
        "heads",
        "--keep",
        "0.9",
      ]);
      expect(config).toMatchObject({ model_type: "nemotron-nas", architectures: ["DeciLMForCausalLM"] });
      expect(config.block_configs).toHaveLength(config.num_hidden_layers);
      for (const [layer, { attention, ffn }] of config.block_configs!.entries()) {
        const width = ffn.intermediate_size ?? 256;
        expect(shape(`${layer}.mlp.down_proj.weight`)).toEqual([8, width]);
        const keys = shape(`${layer}.self_attn.k_proj.weight`);
        if (attention.no_op) expect(keys).toBeUndefined();
        else
          expect(keys).toEqual([
            (config.num_attention_heads / attention.n_heads_in_group!) * config.head_dim,
            8,
          ]);
      }
    },
  );
});
