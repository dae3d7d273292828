import { InputError } from "../../src/errors.js";

/** The `InputError` that `work` throws; anything else thrown, or nothing, is a failure. */
export function inputError(work: () => unknown): InputError {
  try {
    work();
  } catch (cause) {
    if (cause instanceof InputError) return cause;
    throw cause;
  }
  throw new Error("nothing was thrown");
}
