import { writeFileSync } from "node:fs";
import { proxies, proxyFields } from "@zerolm/core";
import { expect, it } from "vitest";
import { builtInFields } from "../../src/options/proxy.js";

/** `npm run options` writes the file instead of comparing it. */
it("is what the proxies say of their options; npm run options writes it", () => {
  const fields = proxyFields(Object.values(proxies));
  if (process.env.UPDATE_OPTIONS === undefined) return expect(builtInFields).toEqual(fields);
  const file = new URL("../../src/options/proxy-options.json", import.meta.url);
  writeFileSync(file, `${JSON.stringify(fields, undefined, 2)}\n`);
});
