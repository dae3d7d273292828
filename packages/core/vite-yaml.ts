import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { parse } from "yaml";

/** Gives the text of a YAML file and its value: what is read while it is built need not be read at every start. */
export const yaml = (): Plugin => ({
  name: "yaml",
  load(id) {
    if (!id.endsWith(".yaml")) return undefined;
    this.addWatchFile(id);
    const text = readFileSync(id, "utf8");
    return `export const text = ${JSON.stringify(text)};\nexport const value = ${JSON.stringify(parse(text))};\n`;
  },
});
