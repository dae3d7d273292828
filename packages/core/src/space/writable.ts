import type { Frame, Layer } from "../architecture/architecture.js";
import { keyText } from "../document/key-text.js";
import { UsageError } from "../errors.js";
import { type HuggingFaceExport, huggingFaceConfig } from "../hugging-face/export.js";
import { families } from "../hugging-face/families.js";
import { oncePer } from "../once-per.js";
import { type MacroOption, macroOptionAt, type Space, type Stage, sizeOf } from "./space.js";

/**
 * The part of a space that a Hugging Face config can express, so that whatever a search finds in it can be written and loaded. What is lost by
 * that is the difference between the best of both spaces.
 *
 * @param space one whose layers are equal, as `layersEqual` makes it: configs have one number for all layers
 * @param modelType the `model_type` of the config. Default: any that zerolm writes
 * @throws {UsageError} if layers may differ, no architecture is left, or there is no such model type
 * @example
 * writableSpace(builtinSpace("llama-small"), "llama").size;
 */
export function writableSpace(space: Space, modelType?: string): Space {
  const isWritable = writableIn(modelType);
  const macroOptions = space.macroOptions.flatMap((option): MacroOption[] => {
    const [stage, ...others] = option.stages;
    if (!stage || others.length > 0)
      throw new UsageError(
        `${space.name} has layers that may differ, but a config has one size for all. Make all layers equal.`,
      );
    const kept = stage.options.map((layer) => isWritable(option.frame, layer));
    return kept.includes(true) ? [{ ...option, stages: [chosen(stage, kept)] }] : [];
  });
  if (macroOptions.length === 0) throw nothingWritable(space, modelType);
  return { ...space, macroOptions, size: macroOptions.reduce((sum, option) => sum + sizeOf(option), 0n) };
}

const chosen = ({ options, choices, repeat }: Stage, kept: readonly boolean[]): Stage => ({
  options: options.filter((_, index) => kept[index]),
  ...(choices ? { choices: choices.filter((_, index) => kept[index]) } : {}),
  repeat,
});

/** Whether a layer can be written in a frame; the depth decides nothing, so each is tried once. */
function writableIn(modelType: string | undefined): (frame: Frame, layer: Layer) => boolean {
  const types = modelType === undefined ? Object.keys(families) : [modelType];
  const typesOf = oncePer((frame: Frame, layer: Layer) =>
    types.filter((type) => mayFit(written(frame, layer, type))),
  );
  const firstOf = new Map<Frame, Layer>();
  const isWritten = oncePer((frame: Frame, layer: Layer) => {
    const first = firstOf.get(frame) ?? layer;
    firstOf.set(frame, first);
    return { it: typesOf(frame, first).some((type) => written(frame, layer, type).config !== undefined) };
  });
  return (frame, layer) => isWritten(frame, layer).it;
}

/** Whether another layer in the same frame may be written, as far as one tells: nothing but the layer is in the way. */
const mayFit = ({ misfits = [] }: HuggingFaceExport): boolean =>
  misfits.every(({ path: [key] }) => key === "layers");

const written = (frame: Frame, layer: Layer, modelType: string | undefined): HuggingFaceExport =>
  huggingFaceConfig({ ...frame, layers: [layer] }, modelType);

function nothingWritable({ name, macroOptions }: Space, modelType: string | undefined): UsageError {
  const { frame, stages } = macroOptionAt({ macroOptions }, 0);
  const tried = written(frame, stages[0]?.options[0] as Layer, modelType);
  const why = (tried.misfits ?? []).map(({ path, message }) => `${keyText(path)} ${message}`).join("; ");
  return new UsageError(
    `no architecture of ${name} can be written as ${modelType ?? "a Hugging Face config"}. Reasons for the first one: ${why}`,
  );
}
