import { type Architecture, InputError, readDocument, resolveArchitecture } from "@zerolm/core";
import { readArchitectureFiles } from "../architecture/read-architectures.js";
import { uniqueNames } from "../architecture/unique-names.js";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";

/** A network that is to be measured. */
export interface MeasuredFile {
  readonly name: string;
  readonly architecture: Architecture;
}

interface Read {
  readonly path: string;
  readonly architecture: Architecture;
}

/**
 * The architectures of files: documents, configs, known models, and the outcomes of searches, of which the front is taken, or else the best.
 *
 * @throws {InputError} for a file that cannot be read
 */
export async function measuredFiles(paths: readonly string[], host: TaskHost): Promise<MeasuredFile[]> {
  const read: Read[] = [];
  for (const path of paths) read.push(...((await ofSearch(path, host)) ?? (await ofDocument(path, host))));
  const names = uniqueNames(read.map(({ path, architecture }) => ({ own: architecture.name, path })));
  return read.map(({ architecture }, index) => ({ name: names[index] ?? "", architecture }));
}

async function ofDocument(path: string, host: TaskHost): Promise<readonly Read[]> {
  const { read, unreadable } = await readArchitectureFiles([path], host);
  const [first] = unreadable;
  if (first) throw first.error;
  return read;
}

/** A document with architectures in lists under `pareto` or `best`; nothing for another file. */
async function ofSearch(path: string, host: TaskHost): Promise<Read[] | undefined> {
  const files = filesOf(host);
  if (!/\.json$/i.test(path) || (await files.kindOf(path)) !== "file") return undefined;
  const { value } = readDocument(await files.text(path), path);
  if (typeof value !== "object" || value === null || !("best" in value)) return undefined;
  const found = "pareto" in value ? value.pareto : value.best;
  if (!Array.isArray(found) || found.length === 0)
    throw new InputError("is the outcome of a search that found nothing", { file: path });
  return found.map((one: unknown, index) => ({
    path: `${path}:${index + 1}`,
    architecture: architectureOf(one, `${path}:${index + 1}`),
  }));
}

function architectureOf(found: unknown, file: string): Architecture {
  const document =
    typeof found === "object" && found !== null && "architecture" in found ? found.architecture : found;
  const { value, problems } = resolveArchitecture(document);
  if (value) return value;
  throw new InputError(problems?.[0]?.message ?? "holds no architecture", { file });
}
