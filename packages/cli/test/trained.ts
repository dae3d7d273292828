import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "@zerolm/core";
import { tensorsOf } from "../../checkpoint/test/family/checkpoints.js";
import { examples } from "../../checkpoint/test/family/examples.js";
import { fileOf, tensorOf } from "../../checkpoint/test/safetensors/files.js";

/** Writes a small checkpoint of a family, with random numbers in it, as a folder. */
export async function writeTrained(folder: string, family: string): Promise<void> {
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
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), JSON.stringify(example.config));
  writeFileSync(join(folder, "tokenizer.json"), "{}");
  writeFileSync(join(folder, "model.safetensors"), await fileOf(tensors));
}
