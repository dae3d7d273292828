import { WorkError } from "../../errors.js";

/** What a search finds; nothing if no architecture is within its budgets. */
export async function ifAny<Result>(search: () => Result | Promise<Result>): Promise<Result | undefined> {
  try {
    return await search();
  } catch (error) {
    if (error instanceof WorkError) return undefined;
    throw error;
  }
}
