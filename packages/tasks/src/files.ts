import { UsageError } from "@zerolm/core";
import type { Files, TaskHost } from "./host.js";

/**
 * The files of a host.
 *
 * @throws {UsageError} if it has none
 */
export function filesOf({ files }: TaskHost): Files {
  if (files) return files;
  throw new UsageError("this task reads files, and the program that runs it gives it none");
}

/**
 * The default export of a module of the user's.
 *
 * @throws {UsageError} if the host loads none; {InputError} that says why it cannot be loaded
 */
export async function moduleAt(path: string, host: TaskHost): Promise<unknown> {
  const { module } = filesOf(host);
  if (module) return await module(path);
  throw new UsageError("modules of others cannot be loaded here", { file: path });
}

/** Whether a word is a path and no name of something built in: one with a dot or a slash is, and so is `-`. */
export const isPath = (word: string): boolean => word === "-" || /[./\\]/.test(word);
