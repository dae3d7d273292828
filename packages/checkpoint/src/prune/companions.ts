/*
 * What goes along with a pruned model. Tokenizers, processors and licences have names of every kind, and formats of weights are few; so it
 * is said what stays behind, and a file nobody has heard of is copied rather than lost.
 */

/** Weights in any format, the states of a training, data sets, and what is written anew. */
const staysBehind =
  /\.(safetensors|gguf|ggml|bin|pt|pth|ckpt|h5|msgpack|onnx|onnx_data|tflite|ot|mlmodel|npz|npy|parquet|arrow|zip|tar|gz)$|\.index(\.[^.]+)?(\.json)?$|^(config|pruning|trainer_state)\.json$|^\./;

/**
 * Whether a file of a checkpoint is copied beside its pruned weights.
 *
 * @example
 * isCompanion("tekken.json"); // true
 * isCompanion("pytorch_model.bin"); // false
 */
export const isCompanion = (file: string): boolean => !staysBehind.test(file);
