import { InputError } from "@zerolm/core";
import type { Checkpoint, Config } from "../checkpoint.js";
import type { TensorSet } from "../safetensors/tensor.js";
import { fp8Weights } from "./fp8-weights.js";

/** Names that only quantised weights have beside them, and what writes such. */
const marks: Readonly<Record<string, RegExp>> = {
  "GPTQ or AWQ": /\.(qweight|qzeros)$/,
  bitsandbytes: /\.(SCB|absmax|quant_map|quant_state(\.[^.]+)?|nested_absmax)$/,
  "compressed-tensors": /\.(weight_packed|weight_shape|weight_zero_point|weight_g_idx)$/,
  MXFP4: /_(blocks|scales)$/,
  FP8: /\.(weight_scale|weight_scale_inv)$/,
};

/**
 * Refuses a checkpoint whose weights are codes: cut or measured as numbers they would give nonsense.
 *
 * @throws {InputError} that names how it was quantised and what to do, in one line
 */
export function refuseQuantised({ config, tensors }: Pick<Checkpoint, "config" | "tensors">): void {
  const method = methodOf(config) ?? markIn(tensors);
  if (method === undefined) return;
  const fix = fp8Weights(tensors).size > 0 ? "Use --dequantise, or give" : "Give";
  throw new InputError(
    `the weights are quantised (${method}), so their numbers are codes. ${fix} the checkpoint that was quantised.`,
    { file: "config.json", key: methodOf(config) === undefined ? undefined : "quantization_config" },
  );
}

/** What `quantization_config` names; a config that is there and names nothing is of some method all the same. */
export function methodOf({
  quantization_config: given,
  compression_config: older,
}: Config): string | undefined {
  const about = given ?? older;
  if (typeof about !== "object" || about === null) return undefined;
  const { quant_method: method } = about as Config;
  return typeof method === "string"
    ? method.slice(0, 40)
    : "by a method that quantization_config does not name";
}

function markIn(tensors: TensorSet["tensors"]): string | undefined {
  const names = [...tensors.keys()];
  return Object.entries(marks).find(([, mark]) => names.some((name) => mark.test(name)))?.[0];
}
