import { UsageError } from "@zerolm/core";
import { z } from "zod";
import { fieldName } from "./files.js";
import type { TaskHost } from "./host.js";

/**
 * One thing that zerolm can be asked to do: the extension point for new ones. A request in, an outcome out, both JSON, so that a command
 * line, a page and a worker ask for the same.
 *
 * @typeParam Request what may be asked; flags, forms and refusals follow from this schema
 * @typeParam Outcome what is found; its JSON Schema is published
 */
export interface Task<Request extends z.ZodObject = z.ZodObject, Outcome extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly request: Request;
  readonly outcome: Outcome;
  /**
   * Does the work. Do not call it directly: {@link runTask} checks the request and fills in its defaults before.
   *
   * @throws {UsageError} if the request contradicts itself; {InputError} for a file; {WorkError} if the work fails
   */
  run(request: z.output<Request>, host: TaskHost): Promise<z.output<Outcome>>;
}

/**
 * A task, its types taken from its schemas.
 *
 * @example
 * export const echo = task({
 *   name: "echo",
 *   request: z.strictObject({ text: z.string() }),
 *   outcome: z.object({ text: z.string() }),
 *   run: async ({ text }) => ({ text }),
 * });
 */
export const task = <Request extends z.ZodObject, Outcome extends z.ZodObject>(
  definition: Task<Request, Outcome>,
): Task<Request, Outcome> => definition;

/** What every outcome begins with. It rises when a field is renamed or removed; the old name stays for one release. */
export const schemaVersion = 1;

/** An outcome as tasks give it. */
export type Versioned<Outcome> = { readonly schemaVersion: typeof schemaVersion } & Outcome;

/**
 * Checks a request and runs a task.
 *
 * @throws {UsageError} that names the field of the request, what it is and what it has to be; and what the task throws
 * @example
 * const { spaces } = await runTask(spacesTask, {}, {});
 */
export async function runTask<Request extends z.ZodObject, Outcome extends z.ZodObject>(
  task: Task<Request, Outcome>,
  request: z.input<Request>,
  host: TaskHost = {},
): Promise<Versioned<z.output<Outcome>>> {
  const checked = task.request.safeParse(request);
  if (!checked.success) throw new UsageError(refusal(task.name, checked.error, host));
  return { schemaVersion, ...(await task.run(checked.data, host)) };
}

function refusal(name: string, { issues }: z.ZodError, host: TaskHost): string {
  const nameOf = (path: string): string => (path === "" ? "the request" : fieldName(host, path));
  const lines = issues.map(({ path, message }) => `${nameOf(path.join("."))}: ${message}`);
  return `the request to ${name} is not valid: ${lines.join("; ")}`;
}

/** The published JSON Schema of a task's outcome, `schemaVersion` included. */
export const outcomeJsonSchema = ({ name, outcome }: Task): object => ({
  title: `Outcome of ${name}`,
  ...z.toJSONSchema(z.object({ schemaVersion: z.literal(schemaVersion), ...outcome.shape }), {
    unrepresentable: "any",
  }),
});
