import { z } from "zod";
import { architectureSchema } from "./architecture.js";

/**
 * The JSON Schema of architecture files, for editors and other tools; published as `schema/architecture.schema.json`. Relations
 * between sizes, such as heads that must divide hidden, are checked by `resolveArchitecture` alone.
 */
export function architectureJsonSchema(): object {
  const schema = z.toJSONSchema(architectureSchema, { io: "input" });
  return { ...schema, title: "zerolm architecture" };
}
