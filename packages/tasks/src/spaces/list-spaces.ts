import { builtinSpace, builtinSpaces } from "@zerolm/core";
import { z } from "zod";
import { task } from "../task.js";

const spaceSchema = z.object({
  name: z.string(),
  title: z.string().optional(),
  source: z.string().optional(),
  size: z.string().describe("Number of architectures, exact, as decimal digits."),
});

/** The built-in spaces and their exact sizes. */
export const listSpaces = task({
  name: "spaces",
  request: z.strictObject({}),
  outcome: z.object({ spaces: z.array(spaceSchema) }),
  run: async () => ({
    spaces: Object.keys(builtinSpaces).map((key) => {
      const { name, title, source, size } = builtinSpace(key);
      return { name, title, source, size: String(size) };
    }),
  }),
});
