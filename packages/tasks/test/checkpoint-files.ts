import { Random } from "@zerolm/core";
import { tensorsOf } from "../../checkpoint/test/family/checkpoints.js";
import { examples } from "../../checkpoint/test/family/examples.js";
import { fileOf, tensorOf } from "../../checkpoint/test/safetensors/files.js";
import type { FakeFiles } from "./fake-host.js";

/** A small checkpoint of a family with random numbers in it, in a folder of the family's name. */
export async function trainedFiles(family: string): Promise<FakeFiles> {
  const random = new Random(1);
  const example = examples[family]!;
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
    [`${family}/config.json`, JSON.stringify(example.config)],
    [`${family}/tokenizer.json`, "{}"],
    [`${family}/model.safetensors`, await fileOf(tensors)],
  ]);
}
