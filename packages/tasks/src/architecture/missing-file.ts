import { InputError, type KnownModel, knownModels } from "@zerolm/core";

/** The built-in model of a name, which stands where a file does; nothing if there is none. */
export const modelNamed = (name: string): KnownModel | undefined =>
  knownModels().find((model) => model.name === name.toLowerCase() && model.architecture !== undefined);

/**
 * Why something that is no file is not read: a name on the Hugging Face Hub has to be fetched first, and a name that is nearly that of a
 * built-in model may be meant.
 *
 * @param name what was given
 * @returns nothing if it looks like a path
 */
export function hubNameError(name: string): InputError | undefined {
  if (!/^[\w.-]+\/[\w.-]+$/.test(name) || /\.(json|ya?ml|jsonl|safetensors)$/i.test(name)) return undefined;
  const [, model = name] = name.split("/");
  const known = modelNamed(model);
  const own = known ? `, or give ${known.name}, which zerolm knows` : "";
  return new InputError(
    `there is no such file. If it is a model of the Hugging Face Hub, fetch its config.json first (hf download ${name} config.json)${own}.`,
    { file: name },
  );
}
