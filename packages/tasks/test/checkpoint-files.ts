import { Random } from "@zerolm/core";
import { type Example, tensorsOf } from "../../checkpoint/test/family/checkpoints.js";
import { examples } from "../../checkpoint/test/family/examples.js";
import { fileOf, tensorOf } from "../../checkpoint/test/safetensors/files.js";
import type { FakeFiles } from "./fake-host.js";

/** A small checkpoint of a family with random numbers in it, in a folder of the family's name. */
export const trainedFiles = (family: string): Promise<FakeFiles> => exampleFiles(examples[family]!, family);

/** The same of any example. */
export async function exampleFiles(example: Example, folder: string): Promise<FakeFiles> {
  const random = new Random(1);
  const tensors = tensorsOf(example).map(([name, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return tensorOf(
      name,
      "F32",
      shape,
      Float64Array.from({ length }, () => 0.1 * random.normal()),
    );
  });
  return new Map<string, string | Uint8Array>([
    [`${folder}/config.json`, JSON.stringify(example.config)],
    [`${folder}/tokenizer.json`, "{}"],
    [`${folder}/model.safetensors`, await fileOf(tensors)],
  ]);
}

/** A tokenizer of the letters a to j, each a token. */
const letters = {
  model: {
    type: "BPE",
    vocab: Object.fromEntries([..."abcdefghij"].map((letter, id) => [letter, id])),
    merges: [],
  },
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
};

/** The llama of {@link trainedFiles} in the folder `letters`, with a tokenizer of ten letters and a text of 21. */
export async function lettersFiles(): Promise<FakeFiles> {
  const files = await trainedFiles("llama");
  const renamed = [...files].map(([path, data]) => [path.replace("llama/", "letters/"), data] as const);
  return new Map([
    ...renamed,
    ["letters/tokenizer.json", JSON.stringify(letters)],
    ["text.txt", "abcdefghijjihgfedcbaa"],
  ]);
}
