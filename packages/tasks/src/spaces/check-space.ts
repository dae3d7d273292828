import { budgetQuantities, depthOf, rangeOf } from "@zerolm/core";
import { z } from "zod";
import { task } from "../task.js";
import { loadSpace } from "./load-space.js";

const rangeSchema = z.object({ minimum: z.number(), maximum: z.number() });

/** Reads a space and says what it holds; what is wrong is an error with its line and key. */
export const checkSpace = task({
  name: "spaces check",
  request: z.strictObject({ file: z.string().describe("A YAML or JSON file.") }),
  outcome: z.object({
    name: z.string(),
    title: z.string().optional(),
    source: z.string().optional(),
    size: z.string().describe("Number of architectures, exact, as decimal digits."),
    macroOptions: z.int().describe("Number of combinations of macro choices."),
    depth: rangeSchema,
    hidden: rangeSchema,
    parameters: rangeSchema,
  }),
  async run({ file }, host) {
    const space = await loadSpace(file, host);
    const { name, title, source, size, macroOptions } = space;
    const endsOf = (of: (option: (typeof macroOptions)[number]) => number) => {
      const values = macroOptions.map(of).sort((one, other) => one - other);
      return { minimum: values[0] as number, maximum: values.at(-1) as number };
    };
    return {
      ...{ name, title, source },
      size: String(size),
      macroOptions: macroOptions.length,
      depth: endsOf(depthOf),
      hidden: endsOf(({ frame }) => frame.hidden),
      parameters: rangeOf(budgetQuantities.parameters(), space),
    };
  },
});
