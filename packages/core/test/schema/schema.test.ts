import { expect, it } from "vitest";
import { architectureJsonSchema, spaceJsonSchema } from "../../src/index.js";

// `npx vitest run packages/core/test/schema -u` writes the files anew.
it.each([
  ["architecture", architectureJsonSchema],
  ["space", spaceJsonSchema],
])("publishes the JSON Schema of the %s format", async (name, schema) => {
  const text = `${JSON.stringify(schema(), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`../../schema/${name}.schema.json`);
});
