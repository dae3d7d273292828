import { builtinSpaces, entryNamed } from "@zerolm/core";
import { z } from "zod";
import { task } from "../task.js";

/** The YAML of a built-in space, to start one's own from. */
export const showSpace = task({
  name: "spaces show",
  request: z.strictObject({ space: z.string().describe("Its name.") }),
  outcome: z.object({ name: z.string(), yaml: z.string() }),
  run: async ({ space }) => ({ name: space, yaml: entryNamed(builtinSpaces, space, "space") }),
});
