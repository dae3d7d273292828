import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import { familyContract } from "../../testing/family-contract.js";
import { llama2, mistral7b, qwen3Small, read } from "../architecture/configs.js";
import { arbitraryConfigOf } from "./arbitrary-config.js";

describe.each(Object.keys(families) as ModelType[])("family %s", (modelType) =>
  familyContract(modelType, arbitraryConfigOf(modelType)),
);

/** What stands in every layer of a config. */
const shapes = (config: object): string[] =>
  read({ ...config }).layers.map(({ mixer, ffn }) => {
    const attention = mixer?.kind === "attention" ? `${mixer.heads}/${mixer.keyValueHeads}` : "none";
    return `${attention} ${ffn?.kind === "gated" ? ffn.width : "none"}`;
  });

describe("block_configs of Nemotron-NAS", () => {
  const block = (attention: object, ffn: object) => ({ attention, ffn });
  const nemotron = (...blocks: object[]) => ({
    ...llama2,
    architectures: ["DeciLMForCausalLM"],
    model_type: "nemotron-nas",
    intermediate_size: null,
    num_key_value_heads: null,
    num_hidden_layers: blocks.length,
    block_configs: blocks,
  });

  it("give each layer its heads and its FFN, as NVIDIA's code reads them", () => {
    const config = nemotron(
      block({ n_heads_in_group: 8, no_op: false }, { ffn_mult: 5.25 }),
      block({ no_op: true, n_heads_in_group: null }, { ffn_mult: 1.3125, no_op: false }),
      block({ n_heads_in_group: 4 }, { no_op: true, ffn_mult: null }),
      block({ n_heads_in_group: 8, num_attention_heads: 16 }, { intermediate_size: 100 }),
    );
    // ⌊2 · 5.25 · 4096 / 3⌋ = 14336, a multiple of 256 already; ⌊2 · 1.3125 · 4096 / 3⌋ = 3584.
    expect(shapes(config)).toEqual(["32/4 14336", "none 3584", "32/8 none", "16/2 100"]);
  });

  it("are read of other families too, and layers of which nothing is left are none", () => {
    const nothing = block({ no_op: true }, { no_op: true });
    const config = { ...qwen3Small, num_hidden_layers: 3 };
    const blocks = [
      block({}, { intermediate_size: 7 }),
      nothing,
      block({ no_op: true }, { intermediate_size: 9 }),
    ];
    expect(shapes({ ...config, block_configs: blocks })).toEqual(["16/8 7", "none 9"]);
    const { qwen3 } = families;
    const numbers = qwen3.layerNumbers?.({ ...config, block_configs: blocks });
    expect(numbers).toEqual([0, 2]);
    const names = (qwen3.tensors?.(read({ ...config, block_configs: blocks }), numbers) ?? []).map(
      ({ name }) => name,
    );
    expect(names).toContain("layers.2.mlp.up_proj.weight");
    expect(names.filter((name) => name.startsWith("layers.1."))).toEqual([]);
  });

  it.each<[what: string, config: object, key: string, message: RegExp]>([
    [
      "too few",
      { ...nemotron(block({}, { ffn_mult: 1 })), num_hidden_layers: 2 },
      "block_configs",
      /list of num_hidden_layers = 2/,
    ],
    [
      "the number of layers",
      { ...nemotron(block({}, {})), num_hidden_layers: 0 },
      "num_hidden_layers",
      /at least 1/,
    ],
    [
      "no width",
      nemotron(block({}, {})),
      "block_configs.0.ffn",
      /must give intermediate_size, ffn_mult or no_op/,
    ],
    [
      "groups",
      nemotron(block({ n_heads_in_group: 5 }, { ffn_mult: 1 })),
      "block_configs.0",
      /groups of 5 do not divide 32 heads/,
    ],
    [
      "a linear map",
      nemotron(block({ replace_with_linear: true }, { ffn_mult: 1 })),
      "block_configs.0.attention.replace_with_linear",
      /must be false/,
    ],
    [
      "a width of 0",
      nemotron(block({}, { ffn_mult: 1e-9 })),
      "block_configs.0.intermediate_size",
      /must be at least 1, not 0/,
    ],
    [
      "nothing at all",
      nemotron(block({ no_op: true }, { no_op: true })),
      "num_hidden_layers",
      /no layer with an attention or an FFN/,
    ],
    [
      "both ways",
      { ...nemotron(block({}, { ffn_mult: 1 })), per_layer_config: {} },
      "per_layer_config",
      /is given together with block_configs/,
    ],
  ])("are refused: %s", (_what, config, key, message) => {
    const { problems } = resolveHuggingFaceConfig({ ...config });
    expect(problems?.map(({ path }) => path.join("."))).toEqual([key]);
    expect(problems?.[0]?.message).toMatch(message);
  });
});

describe("per_layer_config of transformers", () => {
  const config = (overrides: object) => ({
    ...mistral7b,
    num_hidden_layers: 4,
    per_layer_config: overrides,
  });

  it("says what differs in a layer, whether its number has leading zeros or not", () => {
    const overrides = {
      "0": { intermediate_size: 8192, num_key_value_heads: 4 },
      "02": { skip: ["mlp"], sliding_window: null },
      "3": { skip: ["attention"], num_attention_heads: 5 },
    };
    expect(shapes(config(overrides))).toEqual(["32/4 8192", "32/8 14336", "32/8 none", "none 14336"]);
    expect(shapes(config({}))).toEqual(Array(4).fill("32/8 14336"));
  });

  it.each<[what: string, overrides: object, key: string, message: RegExp]>([
    ["a layer that is none", { "4": {} }, "per_layer_config.4", /is not a layer. The layers are 0 to 3./],
    [
      "heads",
      { "1": { num_key_value_heads: 3 } },
      "per_layer_config.1.num_key_value_heads",
      /3 does not divide/,
    ],
    ["another hidden size", { "1": { hidden_size: 3 } }, "per_layer_config.1.hidden_size", /cannot differ/],
    [
      "a text",
      { "1": { intermediate_size: "3" } },
      "per_layer_config.1.intermediate_size",
      /must be a number/,
    ],
    [
      "an unknown part",
      { "1": { skip: ["embedding"] } },
      "per_layer_config.1.skip.0",
      /one of attention, mlp/,
    ],
  ])("is refused: %s", (_what, overrides, key, message) => {
    const { problems } = resolveHuggingFaceConfig(config(overrides));
    expect(problems?.map(({ path }) => path.join("."))).toEqual([key]);
    expect(problems?.[0]?.message).toMatch(message);
  });

  it("is never read with a defect, whatever stands in it", () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const overrides = fc.dictionary(
      fc.constantFrom("0", "1", "07", "x"),
      fc.oneof(value, fc.record({ skip: value, num_attention_heads: value })),
    );
    fc.assert(
      fc.property(
        fc.oneof(value, overrides),
        fc.constantFrom("per_layer_config", "block_configs"),
        (given, key) => {
          const { problems = [] } = resolveHuggingFaceConfig({
            ...mistral7b,
            num_hidden_layers: 2,
            [key]: given,
          });
          for (const { path } of problems) expect([key, "num_hidden_layers"]).toContain(path[0]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
