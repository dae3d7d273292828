/** The code of an operating system error (`ENOENT`, `EACCES`, …), or undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** What an error says of itself, for a sentence that has no better words for it. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The value of `work`, or `otherwise` where the operating system refuses. Any other error passes: it is a defect.
 *
 * @example await unlessRefused(() => stat(path), undefined)
 */
export async function unlessRefused<T, U>(work: () => Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return otherwise;
  }
}
