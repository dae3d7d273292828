import {
  type Architecture,
  architectureAt,
  type BuiltinSpaceName,
  builtinSpace,
  builtinSpaces,
  cost,
  Random,
  sample,
  WorkError,
} from "@zerolm/core";
import { describe, expect, test } from "vitest";
import { findRuntime } from "../src/backend/onnx/runtime.js";
import { examples } from "./examples.js";
import { exported, ownRun, runModel } from "./exported.js";

const found = await findRuntime(["onnxruntime-node"]).catch(() => undefined);
const it = found ? test : test.skip;

/** Expects what a model puts out to be what our own run computes, to the bit. */
async function expectOwnBits(architecture: Architecture): Promise<void> {
  const made = await exported(architecture);
  const [{ axes }] = made.model.inputs as [{ axes: readonly unknown[] }];
  const fixed = typeof axes[1] === "number" ? axes[1] : undefined;
  for (const [sequences, tokens] of [
    [1, 1],
    [2, 5],
  ] as const) {
    const batch = { sequences, tokens: fixed ?? tokens };
    const given = [...(await runModel(made, batch))].filter(([name]) => !name.startsWith("new_"));
    expect(given.map(([, { data }]) => data)).toEqual(await ownRun(made, batch));
  }
}

describe("an exported model has the bits of our own run", () => {
  it.each(Object.entries(examples))("for %s", async (kind, architecture) => {
    if (kind === "encoder-decoder") await expect(exported(architecture)).rejects.toThrow(WorkError);
    else await expectOwnBits(architecture);
  });
});
