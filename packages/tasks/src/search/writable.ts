import {
  type Architecture,
  architectureAt,
  huggingFaceConfig,
  type SearchRequest,
  type SearchResult,
  type Space,
  UsageError,
  WorkError,
  writableSpace,
} from "@zerolm/core";
import type { TaskHost } from "../host.js";
import type { SpaceCompiler } from "../spaces/load-space.js";
import { runSearch } from "./run-search.js";
import type { SearchTaskRequest } from "./search-request.js";

/** A search among the architectures that a Hugging Face config can express, and what it found. */
export interface WritableSearch {
  readonly space: Space;
  readonly compile: SpaceCompiler;
  readonly result: SearchResult;
}

/**
 * Searches the part of a space that a Hugging Face config can express, if the best of the whole cannot be written; its layers are equal.
 *
 * @returns nothing if there is no need, or nothing in the space and its budgets can be written
 */
export async function writableSearch(
  search: SearchRequest,
  compile: SpaceCompiler,
  { best: [first] }: SearchResult,
  request: SearchTaskRequest,
  host: TaskHost,
): Promise<WritableSearch | undefined> {
  if (!first || isWritable(architectureAt(search.space, first.genotype))) return undefined;
  const restricted: SpaceCompiler = (options) => writableSpace(compile({ ...options, layersEqual: true }));
  const space = ifThere(restricted);
  if (!space) return undefined;
  try {
    // A state file holds the search of the whole space.
    const result = await runSearch({ ...search, space }, { ...request, state: undefined }, host);
    return { space, compile: restricted, result };
  } catch (error) {
    if (error instanceof WorkError) return undefined;
    throw error;
  }
}

const isWritable = (architecture: Architecture): boolean =>
  huggingFaceConfig(architecture).config !== undefined;

function ifThere(restricted: SpaceCompiler): Space | undefined {
  try {
    return restricted();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
