import { Random } from "@zerolm/core";
import type { Checkpoint, Config } from "../../src/checkpoint.js";
import type { DtypeName } from "../../src/safetensors/dtype.js";
import { openSafetensors } from "../../src/safetensors/read.js";
import { elements } from "../../src/safetensors/tensor.js";
import { bytesSource } from "../../src/source/byte-source.js";
import { blobFolder } from "../../src/source/folder.js";
import { fileOf, tensorOf } from "../safetensors/files.js";

/** A small checkpoint as published ones are laid out: what stands in its config, and every tensor with its shape. */
export interface Example {
  readonly config: Config;
  /** `NAME SHAPE`, one a line, as `wte.weight 50x8`; in a name, `{0-1}` stands for each of 0 and 1. */
  readonly tensors: string;
}

/** The names and shapes of an example, one by one. */
export function tensorsOf({ tensors }: Example): [string, number[]][] {
  const lines = tensors.trim().split(/\s*\n\s*/);
  return lines.flatMap(expanded).map((line) => {
    const [name = "", shape = ""] = line.split(" ");
    return [name, shape.split("x").map(Number)];
  });
}

function expanded(line: string): string[] {
  const range = /\{(\d)-(\d)\}/.exec(line);
  const choice = /\{([a-z_]+(?:,[a-z_]+)+)\}/.exec(line);
  if (range) {
    const numbers = Array.from(
      { length: Number(range[2]) - Number(range[1]) + 1 },
      (_, index) => Number(range[1]) + index,
    );
    return numbers.flatMap((number) => expanded(line.replace(range[0], String(number))));
  }
  return choice ? choice[1]!.split(",").flatMap((word) => expanded(line.replace(choice[0], word))) : [line];
}

/** The example with random numbers in it. */
export async function checkpointOf(
  example: Example,
  dtype: DtypeName = "F32",
  seed = 1,
): Promise<Checkpoint> {
  const random = new Random(seed);
  const tensors = tensorsOf(example).map(([name, shape]) => {
    const values = Float64Array.from({ length: elements({ shape }) }, () => random.normal() * 0.1);
    return tensorOf(name, dtype, shape, values);
  });
  const set = await openSafetensors(
    bytesSource(await fileOf(tensors, { format: "pt" }), "model.safetensors"),
  );
  return { ...set, config: example.config, folder: blobFolder(new Map()) };
}
