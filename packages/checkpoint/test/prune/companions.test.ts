import fc from "fast-check";
import { expect, it } from "vitest";
import { isCompanion } from "../../src/prune/companions.js";

const weights = [
  ".safetensors",
  ".gguf",
  ".bin",
  ".pt",
  ".pth",
  ".h5",
  ".msgpack",
  ".onnx",
  ".safetensors.index.json",
];

it("copies tokenizers, processors, licences and templates, and no weights in any format", () => {
  for (const file of [
    "tekken.json",
    "tokenizer.model.v3",
    "preprocessor_config.json",
    "USE_POLICY.md",
    "README.md",
    "Notice",
    "LICENSE.txt",
    "chat_template.jinja",
    "additional_chat_templates/tool.jinja",
    "modeling_decilm.py",
    "spiece.model",
  ])
    expect(isCompanion(file), file).toBe(true);
  for (const file of ["config.json", "pruning.json", "trainer_state.json", ".gitattributes"])
    expect(isCompanion(file), file).toBe(false);
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,20}$/), fc.constantFrom(...weights), (name, ending) => {
      expect(isCompanion(name + ending)).toBe(false);
    }),
  );
});
