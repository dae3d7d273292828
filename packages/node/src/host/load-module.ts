import { register } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "@zerolm/core";
import { readTextFile } from "../files/read-text.js";

/**
 * What a module of the user's exports by default. It may import `@zerolm/core`, and `zod`, wherever it lies.
 *
 * @throws {InputError} that says where it cannot be loaded
 * @example
 * ownProxy(await loadModule("./mine.mjs"), "./mine.mjs");
 */
export async function loadModule(path: string): Promise<unknown> {
  await readTextFile(path); // says better than Node why a file cannot be read
  lendPackages();
  const url = pathToFileURL(resolve(path)).href;
  try {
    const module: { readonly default?: unknown } = await import(/* @vite-ignore */ url);
    if ("default" in module) return module.default;
  } catch (error) {
    throw loadFailure(path, url, error);
  }
  throw new InputError("has no default export. Write `export default …`.", { file: path });
}

function loadFailure(path: string, url: string, error: unknown): InputError {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const place = stack.indexOf(url);
  const [, line] = place < 0 ? [] : (/^:(\d+)/.exec(stack.slice(place + url.length)) ?? []);
  const known = line === undefined ? {} : { line: Number(line) };
  return new InputError(`cannot be loaded: ${message}`, { file: path, ...known });
}

let lent = false;

/**
 * Lets a module that lies outside of any project import the packages of this command line, where it has none of its own by that name:
 * otherwise a file in an empty folder could not even say which options it has.
 */
function lendPackages(): void {
  if (lent) return;
  lent = true;
  const hook = `
const lent = /^(@zerolm\\/core|zod)(\\/|$)/;
export async function resolve(name, context, next) {
  try {
    return await next(name, context);
  } catch (error) {
    if (!lent.test(name)) throw error;
    return await next(name, { ...context, parentURL: ${JSON.stringify(import.meta.url)} });
  }
}`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
