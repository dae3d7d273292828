import {
  type Architecture,
  architectureDocument,
  huggingFaceConfig,
  keyText,
  UsageError,
  WorkError,
  writeArchitecture,
} from "@zerolm/core";
import { wrapped } from "../words/text.js";

/**
 * Refuses a path that no architecture is written to.
 *
 * @throws {UsageError} for another ending than .yaml, .yml or .json
 */
export function checkArchitecturePath(path: string): void {
  if (/[^/\\]\.(ya?ml|json)$/i.test(path)) return;
  throw new UsageError(
    "architectures are written as .yaml or .json. Give a file name that ends in one of the two.",
    {
      file: path,
    },
  );
}

/** Whether a path is that of a Hugging Face config, which cannot express every architecture. */
export const isConfigPath = (path: string): boolean => /(^|[/\\])config\.json$/.test(path);

/** The text of a file, and what to know before it is used. */
export interface WrittenArchitectureFile {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * An architecture as a file holds it: the config of Hugging Face in `config.json`, a zerolm document as JSON or YAML in others.
 *
 * @throws {WorkError} that says why no Hugging Face family can hold it
 */
export function architectureFile(path: string, architecture: Architecture): WrittenArchitectureFile {
  if (isConfigPath(path)) return huggingFaceText(path, architecture);
  const text = /\.json$/i.test(path)
    ? `${JSON.stringify(architectureDocument(architecture), undefined, 2)}\n`
    : writeArchitecture(architecture);
  return { text, notes: [] };
}

/** How many of the reasons against a config are shown. */
const shownMisfits = 5;

function huggingFaceText(path: string, architecture: Architecture): WrittenArchitectureFile {
  const written = huggingFaceConfig(architecture);
  const { modelType } = written;
  if (written.config) {
    const advice = layersDiffer(architecture) ? ". More programs load equal layers (--layers-equal)" : "";
    return {
      text: `${JSON.stringify(written.config, undefined, 2)}\n`,
      notes: written.notes.map((note) => wrapped(`A ${modelType} config: ${note}${advice}.`)),
    };
  }
  const { misfits } = written;
  const reasons = misfits.slice(0, shownMisfits).map((one) => `  ${keyText(one.path)} ${one.message}`);
  const more = misfits.length > shownMisfits ? [`  and ${misfits.length - shownMisfits} more`] : [];
  const advice = layersDiffer(architecture)
    ? "Write it as .yaml, or search with --layers-equal"
    : "Write it as .yaml";
  throw new WorkError(
    [
      `no Hugging Face family can express this architecture. ${advice}. The nearest family is ${modelType}:`,
      ...reasons,
      ...more,
    ].join("\n"),
    { file: path },
  );
}

/** Whether layers of one stack differ, so that a search over equal layers could help. */
const layersDiffer = ({ layers }: Architecture): boolean => {
  const [encoder, decoder] = [true, false].map((own) => layers.filter(({ cross }) => !cross === own));
  return [encoder, decoder].some((stack = []) =>
    stack.some((layer) => JSON.stringify(layer) !== JSON.stringify(stack[0])),
  );
};
