import { mapCheckpoint } from "@zerolm/checkpoint";
import { InputError, type ZerolmError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forwardOf } from "../../src/forward/forward-of.js";
import { trainedNetwork } from "../../src/text/trained-network.js";
import { cases, checkpointOf } from "./by-transformers.js";

async function refusal(name: string, more: Readonly<Record<string, unknown>>): Promise<string> {
  const one = cases[name]!;
  return await trainedNetwork(await checkpointOf(one, { ...one.given, ...more })).then(
    () => "",
    (error: ZerolmError) => error.describe(),
  );
}

describe("what is not computed is refused by its name", () => {
  it.each([
    [
      "llama",
      { hidden_act: "mish" },
      'config.json: hidden_act: is "mish", which cannot be computed. Supported: gelu,',
    ],
    ["llama", { rms_norm_eps: "small" }, 'config.json: rms_norm_eps: must be a number above 0, not "small"'],
    [
      "llama",
      { rope_scaling: { rope_type: "proportional", factor: 2 } },
      'config.json: rope_scaling.rope_type: is "proportional", which cannot be computed. Supported: default, linear,',
    ],
    [
      "llama",
      { rope_scaling: { rope_type: "linear" } },
      "config.json: rope_scaling.factor: is missing, and the forward pass needs it",
    ],
    [
      "llama",
      { partial_rotary_factor: 0.5 },
      "config.json: partial_rotary_factor: is 0.5, but this family applies rotary positions to whole heads",
    ],
    [
      "gemma2",
      { use_bidirectional_attention: true },
      "config.json: use_bidirectional_attention: requires attention to later tokens",
    ],
    ["roberta", { pad_token_id: -1 }, "config.json: pad_token_id: must be a whole number from 0, not -1"],
  ])("%s with %j", async (name, more, message) => {
    expect(await refusal(name, more)).toContain(message);
  });

  it("an encoder-decoder, and a network of images", async () => {
    const { architecture } = mapCheckpoint(await checkpointOf(cases.llama!, cases.llama!.given));
    const source = { architecture, layerNumbers: undefined };
    expect(() => forwardOf({ ...source, family: "t5" }, {})).toThrow("has no loss of a single text");
    expect(() => forwardOf({ ...source, family: "vit" }, {})).toThrow("sees images");
  });
});

/** Keys of the forward pass in any config, whatever stands under them. */
const keys = [
  "hidden_act",
  "hidden_activation",
  "rms_norm_eps",
  "layer_norm_eps",
  "rope_theta",
  "rope_scaling",
  "rope_parameters",
  "partial_rotary_factor",
  "max_position_embeddings",
  "attn_logit_softcapping",
  "final_logit_softcapping",
  "query_pre_attn_scalar",
  "rope_local_base_freq",
  "clip_qkv",
  "no_rope_layers",
  "no_rope_layer_interval",
  "logit_scale",
  "embedding_multiplier",
  "norm_topk_prob",
  "scale_attn_weights",
  "pad_token_id",
]; // prettier-ignore
const ropes = fc.record(
  {
    rope_type: fc.oneof(fc.constantFrom("linear", "dynamic", "llama3", "yarn", "longrope"), fc.jsonValue()),
    factor: fc.oneof(fc.double(), fc.jsonValue()),
    original_max_position_embeddings: fc.oneof(fc.nat(), fc.jsonValue()),
    low_freq_factor: fc.jsonValue(),
    long_factor: fc.array(fc.double()),
    short_factor: fc.jsonValue(),
    full_attention: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

it("a config is never refused by a defect, and rotary positions are finite", async () => {
  const families = await Promise.all(
    [
      "llama",
      "gemma2",
      "gemma3_text",
      "olmo",
      "olmo3",
      "granite",
      "smollm3",
      "cohere2",
      "phi3",
      "gpt2",
      "roberta",
    ].map(async (name) => ({
      name,
      mapped: mapCheckpoint(await checkpointOf(cases[name]!, cases[name]!.given)),
    })),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...families),
      fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), ropes, fc.double())),
      ({ name, mapped }, more) => {
        try {
          const { rotary } = forwardOf(mapped, { ...cases[name]!.given, ...more });
          const { wavelengths = [] } = rotary(0, 4, 8) ?? {};
          expect(wavelengths.every((one) => one > 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
