import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Where the cases of a checkout may be; the second is what the folder was called before. */
const places = ["bench/cases.js", "benchmarks/cases.js"];

/**
 * The cases of a built checkout by name.
 *
 * @param {string} path its folder
 * @returns {Promise<Map<string, import("./measure.js").Case>>}
 * @throws {Error} if it has no cases, or is not built
 */
export async function casesOf(path) {
  const folder = resolve(path);
  const file = places.map((place) => join(folder, place)).find(existsSync);
  if (file === undefined) throw new Error(`${folder} has no ${places.join(" and no ")}; name a checkout`);
  if (!existsSync(join(folder, "packages/cli/dist/main.js")))
    throw new Error(`${folder} is not built; run \`npm install && npm run bundle\` there`);
  const { cases } = await import(pathToFileURL(file).href);
  return new Map(cases.map((one) => [one.name, one]));
}
