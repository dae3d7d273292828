import {
  builtinSpace,
  builtinSpaces,
  type CompileOptions,
  compileSpace,
  readDocument,
  type Space,
} from "@zerolm/core";
import { filesOf, isPath } from "../files.js";
import type { TaskHost } from "../host.js";

/**
 * A built-in space by its name, or one from a file.
 *
 * @throws {UsageError} for an unknown name; {InputError} with file, line and key of what is wrong in a file
 */
export async function loadSpace(name: string, host: TaskHost, options?: CompileOptions): Promise<Space> {
  if (!isPath(name) || Object.hasOwn(builtinSpaces, name)) return builtinSpace(name, options);
  const files = filesOf(host);
  return compileSpace(readDocument(await files.text(name), files.nameOf(name)), options);
}
