import { createRequire } from "node:module";
import { z } from "zod";

const schema = createRequire(import.meta.url)(
  "vega-lite/vega-lite-schema.json",
) as z.core.JSONSchema.JSONSchema;

/** Vega-Lite's own published JSON schema, as shipped in its package; unknown properties are errors. */
export const publishedSchema = z.fromJSONSchema(schema);
