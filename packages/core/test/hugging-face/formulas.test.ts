import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import { type Config, without } from "../architecture/configs.js";
import { arbitraryConfigOf } from "./arbitrary-config.js";
import { hasCases, judged } from "./cases.js";
import { formulas } from "./formulas.js";

/** The class that the family was pre-trained as, and nothing that makes layers differ. */
const plain = (config: Config, type: ModelType): Config => ({
  ...without(config, "block_configs", "per_layer_config", "pruned_heads"),
  ...(type === "bart" ? { tie_word_embeddings: true } : {}),
  ...(type === "falcon_h1" ? { projectors_bias: false } : {}),
  is_decoder: false,
  architectures: [families[type].defaultClass],
});

describe("counts are those of a formula over the keys of the config", () => {
  it.each(Object.keys(formulas) as ModelType[])("%s", (type) => {
    let checked = 0;
    fc.assert(
      fc.property(arbitraryConfigOf(type), (drawn) => {
        const config = plain(drawn, type);
        const { value } = resolveHuggingFaceConfig(config);
        if (!value) return;
        checked++;
        expect(cost(value).parameters.total).toBe(formulas[type]?.(config));
      }),
      { numRuns: 100 },
    );
    expect(checked).toBeGreaterThan(5);
  });
});

/** Published counts of models whose code lies on the Hub, and of the text of LFM2-VL; transformers has none for these configs. */
const published: Readonly<Record<string, number>> = {
  baichuan: 7_505_973_248,
  chatglm: 6_243_584_000,
  internlm2: 7_737_708_544,
  "minicpm-2b-sft-bf16": 2_724_880_896,
  "phi-1-5": 1_418_270_720,
  qwen: 1_836_828_672,
  "lfm2-vl-450m": 354_483_968,
};

describe.skipIf(!hasCases)("configs without a count of transformers (ZEROLM_CASES)", () => {
  it("have the counts that were published", () => {
    const found = judged("configs").flatMap(({ name, found: count }) =>
      name in published ? [[name, count]] : [],
    );
    expect(Object.fromEntries(found)).toEqual(published);
  });
});
