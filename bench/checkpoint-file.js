import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { safetensorsBytes, safetensorsChunks } from "@zerolm/checkpoint";

/**
 * Writes a checkpoint of the llama family in BF16 into a folder.
 *
 * @param filled whether it holds numbers; else the file is a hole behind its header
 */
export async function writeLlama(folder, { hidden, ffnWidth, depth, heads, vocabulary }, filled) {
  const layer = (index) => [
    ...["q", "k", "v", "o"].map((name) => [`${index}.self_attn.${name}_proj`, [hidden, hidden]]),
    ...["gate", "up"].map((name) => [`${index}.mlp.${name}_proj`, [ffnWidth, hidden]]),
    [`${index}.mlp.down_proj`, [hidden, ffnWidth]],
    [`${index}.input_layernorm`, [hidden]],
    [`${index}.post_attention_layernorm`, [hidden]],
  ];
  const shapes = [
    ["embed_tokens", [vocabulary, hidden]],
    ...Array.from({ length: depth }, (_, index) => layer(`layers.${index}`)).flat(),
    ["norm", [hidden]],
  ];
  const tensors = shapes.map(([name, shape]) => ({
    name: `model.${name}.weight`,
    dtype: "BF16",
    shape,
    chunks: () => numbers(2 * shape.reduce((product, size) => product * size, 1)),
  }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "config.json"),
    JSON.stringify({
      model_type: "llama",
      hidden_size: hidden,
      intermediate_size: ffnWidth,
      num_hidden_layers: depth,
      num_attention_heads: heads,
      vocab_size: vocabulary,
      tie_word_embeddings: true,
    }),
  );
  const file = openSync(join(folder, "model.safetensors"), "w");
  for await (const chunk of safetensorsChunks(tensors)) {
    writeSync(file, chunk);
    if (!filled) break; // the header comes first
  }
  ftruncateSync(file, safetensorsBytes(tensors));
  closeSync(file);
}

/** Bytes of BF16 numbers between 2⁻⁷ and 2⁻⁵, of either sign: as large as weights are. */
function* numbers(bytes) {
  const chunk = Uint16Array.from({ length: 1 << 19 }, (_, index) => {
    const mixed = Math.imul(index + 1, 2654435761) >>> 16;
    return ((mixed & 1) << 15) | (0x3c00 + (mixed & 0xff));
  });
  const whole = new Uint8Array(chunk.buffer);
  for (let at = 0; at < bytes; at += whole.length)
    yield whole.subarray(0, Math.min(whole.length, bytes - at));
}
