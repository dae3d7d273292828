import { z } from "zod";
import { spaceSchema } from "./declaration.js";

/** The JSON Schema of space files, for editors and other tools; published as `schema/space.schema.json`. */
export function spaceJsonSchema(): object {
  return { ...z.toJSONSchema(spaceSchema, { io: "input" }), title: "zerolm space" };
}
