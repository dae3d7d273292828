import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { safetensorsChunks, type TensorData } from "@zerolm/checkpoint";
import { writeFileAtomically } from "@zerolm/node/files";

export interface LlamaSizes {
  readonly hidden: number;
  readonly ffnWidth: number;
  readonly depth: number;
  readonly heads: number;
  readonly vocabulary: number;
}

/** Writes a llama in BF16 as a folder: sizes that take the program some time, numbers that take the test none. */
export async function writeLlama(folder: string, sizes: LlamaSizes): Promise<void> {
  const { hidden, ffnWidth, depth, heads, vocabulary } = sizes;
  const square = ["q", "k", "v", "o"].map((name) => [`self_attn.${name}_proj`, [hidden, hidden]] as const);
  const layer = [
    ...square,
    ["mlp.gate_proj", [ffnWidth, hidden]],
    ["mlp.up_proj", [ffnWidth, hidden]],
    ["mlp.down_proj", [hidden, ffnWidth]],
    ["input_layernorm", [hidden]],
    ["post_attention_layernorm", [hidden]],
  ] as const;
  const layers = Array.from({ length: depth }, (_, index) =>
    layer.map(([name, shape]) => [`layers.${index}.${name}`, shape] as const),
  );
  const shapes = [["embed_tokens", [vocabulary, hidden]], ...layers.flat(), ["norm", [hidden]]] as const;
  mkdirSync(folder, { recursive: true });
  const config = {
    model_type: "llama",
    hidden_size: hidden,
    intermediate_size: ffnWidth,
    num_hidden_layers: depth,
    num_attention_heads: heads,
    vocab_size: vocabulary,
    tie_word_embeddings: true,
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const tensors = shapes.map(([name, shape]): TensorData => {
    const numbers = shape.reduce<number>((product, size) => product * size, 1);
    return { name: `model.${name}.weight`, dtype: "BF16", shape, chunks: () => [weights(numbers)] };
  });
  await writeFileAtomically(join(folder, "model.safetensors"), safetensorsChunks(tensors));
}

/** BF16 numbers between 2⁻⁷ and 2⁻⁵, of either sign. */
function weights(count: number): Uint8Array {
  const numbers = Uint16Array.from({ length: count }, (_, index) => {
    const mixed = Math.imul(index + count, 2654435761) >>> 16;
    return ((mixed & 1) << 15) | (0x3c00 + ((mixed >>> 1) & 0xff));
  });
  return new Uint8Array(numbers.buffer);
}
