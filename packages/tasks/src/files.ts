import { UsageError } from "@zerolm/core";
import type { Files, TaskHost } from "./host.js";

/**
 * The files of a host.
 *
 * @throws {UsageError} if it has none
 */
export function filesOf({ files }: TaskHost): Files {
  if (files) return files;
  throw new UsageError("this task reads files, but the program that runs it gives it no access to files");
}

/**
 * What a module of the user's exports by default.
 *
 * @throws {UsageError} if the host loads no modules; {InputError} that says where it cannot be loaded
 */
export async function moduleOf({ files }: TaskHost, path: string): Promise<unknown> {
  if (files?.module) return await files.module(path);
  throw new UsageError("the program that runs this task loads no modules", { file: path });
}

/** What messages call a field of a request, or an option of a proxy. */
export const fieldName = ({ fieldName: named = (key) => key }: TaskHost, key: string): string => named(key);

/** Whether a word is a path and no name of something built in: one with a dot or a slash is, and so is `-`. */
export const isPath = (word: string): boolean => word === "-" || /[./\\]/.test(word);
