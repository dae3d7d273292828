import {
  architectureAt,
  type BuiltinSpaceName,
  builtinSpace,
  builtinSpaces,
  cost,
  Random,
  sample,
} from "@zerolm/core";
import { expect, it } from "vitest";
import { exported, ownRun, runModel } from "./exported.js";

/** Networks of these are longer than a model in one file may be, and than most machines hold. */
const large: ReadonlySet<string> = new Set(["lonas-llama-7b", "lonas-llama-13b"]);
const spaces = Object.keys(builtinSpaces).filter((name) => !large.has(name)) as BuiltinSpaceName[];

it.each(spaces)(
  "a network of the space %s is exported and has the bits of our own run",
  async (name) => {
    const space = builtinSpace(name);
    const random = new Random(1);
    const drawn = Array.from({ length: 30 }, () => architectureAt(space, sample(space, random)));
    const size = (index: number): number => cost(drawn[index]!).parameters.total;
    const smallest = drawn.reduce((one, other, index) =>
      size(index) < size(drawn.indexOf(one)) ? other : one,
    );
    const made = await exported(smallest);
    const length = made.model.inputs[0]?.axes[1];
    const batch = { sequences: 2, tokens: typeof length === "number" ? length : 5 };
    const given = [...(await runModel(made, batch))].filter(([output]) => !output.startsWith("new_"));
    expect(given.map(([, { data }]) => data)).toEqual(await ownRun(made, batch));
    const graphBytes = made.bytes.length - made.model.weightBytes - made.model.tableBytes;
    expect(graphBytes).toBeLessThan(2 ** 20);
  },
  120_000,
);
