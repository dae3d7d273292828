import { InputError, UsageError } from "../errors.js";

/**
 * What messages call a file beside the main file.
 *
 * @example
 * besideName("sets/gpt2/ppl_summary.yaml", "config_0/j1/model_config.yaml"); // "sets/gpt2/config_0/j1/model_config.yaml"
 */
export function besideName(file: string | undefined, path: string): string {
  const folder = /^.*[/\\]/.exec(file ?? "")?.[0] ?? "";
  return `${folder}${path}`;
}

/**
 * The only reading there is, where a format has no readings.
 *
 * @throws {UsageError} where one is asked for by name
 */
export function refuseReading(format: string, reading: string | undefined): void {
  if (reading !== undefined)
    throw new UsageError(`${format} has only one reading. Leave out the reading ${JSON.stringify(reading)}.`);
}

/** One error for many: the first, with the others in it. */
export function joinedError(errors: readonly InputError[]): InputError {
  const [first, ...others] = errors.flatMap((error) => [error, ...error.others]);
  return new InputError(first?.message ?? "is not valid", first?.place, others);
}
