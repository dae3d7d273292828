import { describe, expect, it } from "vitest";
import { families } from "../../src/hugging-face/families.js";
import { nearTypes } from "../../src/hugging-face/near-types.js";

const known = Object.keys(families);

describe("a model_type that is not read", () => {
  it.each([
    ["lllama", ['"llama"']],
    ["mistrall", ['"mistral"']],
    ["gpt_neo_x", ['"gpt_neox"']],
    ["robertta", ['"roberta"']],
  ])("%s is a typing error", (written, meant) => {
    expect(nearTypes(written, known)).toEqual(meant);
  });

  it.each([
    "albertino",
    "flaubert",
    "convbert",
    "deberta",
    "qwen2_vl",
    "xlm",
    "esm",
    "longt5",
    "rwkv",

    "qwen4",
  ])("%s is another model, not a typing error", (written) => {
    expect(nearTypes(written, known)).toEqual([]);
  });
});
