"""Writes a byte-level Llama, with equal layers or as DeciLM, as GGUF in 32 bits: python to_gguf.py FOLDER FILE.

What llama.cpp's own converter does, for the checkpoints of the tests, which have no tokenizer that it knows. Needs gguf and safetensors.
"""

import json
import sys

import gguf
import numpy as np
from safetensors.torch import load_file

folder, out = sys.argv[1:3]
config = json.load(open(f"{folder}/config.json"))
tensors = load_file(f"{folder}/model.safetensors")
depth, heads, width = (config[key] for key in ("num_hidden_layers", "num_attention_heads", "head_dim"))
blocks = config.get("block_configs")

writer = gguf.GGUFWriter(out, "deci" if blocks else "llama")
writer.add_block_count(depth)
writer.add_context_length(config["max_position_embeddings"])
writer.add_embedding_length(config["hidden_size"])
writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
writer.add_rope_freq_base(config.get("rope_theta") or 10000.0)
writer.add_rope_dimension_count(width)
writer.add_key_length(width)
writer.add_value_length(width)
writer.add_vocab_size(config["vocab_size"])
writer.add_file_type(0)
if blocks:
    writer.add_head_count([heads] * depth)
    writer.add_head_count_kv([heads // block["attention"]["n_heads_in_group"] for block in blocks])
    writer.add_feed_forward_length([tensors[f"model.layers.{i}.mlp.up_proj.weight"].shape[0] for i in range(depth)])
else:
    writer.add_head_count(heads)
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_feed_forward_length(config["intermediate_size"])

# A token for each byte, written as GPT-2 writes bytes.
shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
letters = {byte: chr(byte) for byte in shown}
letters |= {byte: chr(256 + place) for place, byte in enumerate(b for b in range(256) if b not in letters)}
writer.add_tokenizer_model("gpt2")
writer.add_tokenizer_pre("default")
writer.add_token_list([letters[byte] for byte in range(256)])
writer.add_token_types([1] * 256)
writer.add_token_merges([f"{letters[104]} {letters[255]}"])
writer.add_eos_token_id(10)
writer.add_bos_token_id(10)
writer.add_add_bos_token(False)

names = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
frame = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}


def interleaved(matrix):
    """Rotary pairs side by side, as llama.cpp rotates them; transformers has the halves apart."""
    count = matrix.shape[0] // width
    return matrix.reshape(count, 2, width // 2, -1).swapaxes(1, 2).reshape(matrix.shape)


for name, tensor in tensors.items():
    values = tensor.float().numpy()
    if name in frame:
        writer.add_tensor(frame[name], values)
        continue
    _, _, layer, rest = name.split(".", 3)
    part = rest.removesuffix(".weight")
    if part.endswith(("q_proj", "k_proj")):
        values = interleaved(values)
    writer.add_tensor(f"blk.{layer}.{names[part]}.weight", np.ascontiguousarray(values))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
