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
  return (await spaceCompiler(name, host))(options);
}

/** Makes a space of a document that was read, under any options. */
export type SpaceCompiler = (options?: CompileOptions) => Space;

/**
 * The same, read once to be compiled several times.
 *
 * @throws as {@link loadSpace}, some of it only when it compiles
 */
export async function spaceCompiler(name: string, host: TaskHost): Promise<SpaceCompiler> {
  if (!isPath(name) || Object.hasOwn(builtinSpaces, name)) return (options) => builtinSpace(name, options);
  const files = filesOf(host);
  const document = readDocument(await files.text(name), files.nameOf(name));
  return (options) => compileSpace(document, options);
}
