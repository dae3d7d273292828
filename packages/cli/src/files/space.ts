import { builtinSpace, builtinSpaces, type CompileOptions, readSpace, type Space } from "@zerolm/core";
import { fileName, readTextFile } from "@zerolm/node/files";

/**
 * A built-in space by its name, or one from a file; `-` is standard input.
 *
 * @throws {UsageError} for an unknown name; {InputError} with file, line and key of what is wrong in a file
 */
export async function loadSpace(name: string, options?: CompileOptions): Promise<Space> {
  const isFile = name === "-" || /[./\\]/.test(name);
  if (!isFile || Object.hasOwn(builtinSpaces, name)) return builtinSpace(name, options);
  return readSpace(await readTextFile(name), fileName(name), options);
}
