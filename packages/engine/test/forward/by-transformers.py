"""Logits of small trained networks by transformers. Writes golden/by-transformers.json.

    python by-transformers.py  # with torch 2.13, transformers 5.18 and safetensors

Weights follow from names and places alone (numbers_of), so that the document holds none.
"""
import json
import os
import tempfile

import numpy as np
import torch
import transformers
from safetensors.numpy import load_file, save_file
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

BATCH, TOKENS = 2, 9


def numbers_of(name, shape):
    """Uniform numbers of a tensor: around 1 for scales of norms, around 0 for everything else."""
    start = 0x811C9DC5
    for letter in name.encode():
        start = ((start ^ letter) * 0x01000193) & 0xFFFFFFFF
    places = np.arange(int(np.prod(shape)), dtype=np.uint64)
    mixed = (places * 2654435761 + start) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 16)) * 0x21F0AAAD) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 0x735A2D97) & 0xFFFFFFFF
    uniform = (mixed ^ (mixed >> 15)).astype(np.float64) / 2**31 - 1
    if len(shape) > 1:
        numbers = uniform * 2 / np.sqrt(shape[-1])
    else:
        numbers = (1 + uniform / 2) if name.endswith("weight") else uniform / 2
    return numbers.astype(np.float32).reshape(shape)


small = dict(
    vocab_size=31, hidden_size=16, intermediate_size=24, num_hidden_layers=3, num_attention_heads=4,
    max_position_embeddings=16, pad_token_id=None, bos_token_id=None, eos_token_id=None,
)  # fmt: skip
llama = dict(small, num_key_value_heads=2)
gpt2 = dict(
    vocab_size=31, n_embd=16, n_layer=3, n_head=4, n_positions=16, pad_token_id=None, bos_token_id=None,
    eos_token_id=None,
)  # fmt: skip
bert = dict(small, type_vocab_size=2, pad_token_id=0)
experts = dict(llama, head_dim=4, num_experts_per_tok=2, moe_intermediate_size=12)

cases = {
    "llama": ("llama", llama),
    "llama with another base, epsilon, head and biases": (
        "llama",
        dict(llama, rope_theta=500.0, rms_norm_eps=0.1, head_dim=6, attention_bias=True, mlp_bias=True),
    ),
    "llama with tied embeddings and another activation": (
        "llama",
        dict(llama, tie_word_embeddings=True, hidden_act="gelu_new"),
    ),
    "llama with linear positions": ("llama", dict(llama, rope_scaling=dict(rope_type="linear", factor=2.5))),
    "llama with dynamic positions": ("llama", dict(llama, rope_scaling=dict(rope_type="dynamic", factor=2.0))),
    "llama with positions of llama3": (
        "llama",
        dict(
            llama,
            head_dim=12,
            rope_theta=100.0,
            rope_scaling=dict(
                rope_type="llama3", factor=4.0, low_freq_factor=0.5, high_freq_factor=2.0,
                original_max_position_embeddings=12,
            ),  # fmt: skip
        ),
    ),
    "llama with positions of yarn": (
        "llama",
        dict(
            llama,
            head_dim=12,
            rope_theta=100.0,
            rope_scaling=dict(
                rope_type="yarn", factor=4.0, original_max_position_embeddings=4, beta_fast=2.0, beta_slow=0.3
            ),
        ),
    ),
    "mistral with a window": ("mistral", dict(llama, sliding_window=4)),
    "ministral": ("ministral", dict(llama, head_dim=4, sliding_window=4)),
    "ministral3": (
        "ministral3",
        dict(
            llama,
            head_dim=12,
            rope_parameters=dict(
                rope_type="yarn", rope_theta=100.0, factor=4.0, original_max_position_embeddings=12, beta_fast=2.0,
                beta_slow=0.3, mscale=1.0, mscale_all_dim=1.0, llama_4_scaling_beta=0.1,
            ),  # fmt: skip
        ),
    ),
    "mixtral": ("mixtral", dict(llama, num_local_experts=4, num_experts_per_tok=2)),
    "qwen2": ("qwen2", llama),
    "qwen2 with windows": (
        "qwen2",
        dict(llama, use_sliding_window=True, sliding_window=3, max_window_layers=1),
    ),
    "qwen3": ("qwen3", dict(llama, head_dim=6)),
    "qwen3_moe": ("qwen3_moe", dict(experts, num_experts=4)),
    "qwen3_moe with routing weights that add up to 1": (
        "qwen3_moe",
        dict(experts, num_experts=4, norm_topk_prob=True),
    ),
    "gemma": ("gemma", dict(llama, head_dim=6)),
    "gemma2": (
        "gemma2",
        dict(
            llama, head_dim=6, sliding_window=4, query_pre_attn_scalar=9, attn_logit_softcapping=2.0,
            final_logit_softcapping=1.5,
        ),  # fmt: skip
    ),
    "gemma2 without caps": (
        "gemma2",
        dict(llama, head_dim=6, sliding_window=4, attn_logit_softcapping=None, final_logit_softcapping=None),
    ),
    "gemma3_text": (
        "gemma3_text",
        dict(
            llama, head_dim=6, sliding_window=4, query_pre_attn_scalar=9, rope_theta=300.0, rope_local_base_freq=20.0,
            sliding_window_pattern=2, rope_scaling=dict(rope_type="linear", factor=3.0),
        ),  # fmt: skip
    ),
    "phi": ("phi", llama),
    "phi with norms over query and key": ("phi", dict(llama, qk_layernorm=True, partial_rotary_factor=1.0)),
    "phi3": ("phi3", llama),
    "phi3 turned in part, short factors": (
        "phi3",
        dict(
            llama, partial_rotary_factor=0.5, original_max_position_embeddings=9,
            rope_scaling=dict(type="longrope", short_factor=[1.5], long_factor=[4.0]),
        ),  # fmt: skip
    ),
    "phi3 with long factors": (
        "phi3",
        dict(
            llama, original_max_position_embeddings=8,
            rope_scaling=dict(type="longrope", short_factor=[1.5, 2.0], long_factor=[4.0, 3.0]),
        ),  # fmt: skip
    ),
    "granite": (
        "granite",
        dict(
            llama, embedding_multiplier=3.0, attention_multiplier=0.3, residual_multiplier=0.4, logits_scaling=2.0
        ),
    ),
    "smollm3": ("smollm3", dict(llama, no_rope_layers=[1, 0, 1])),
    "smollm3 by interval": ("smollm3", dict(llama, no_rope_layer_interval=2)),
    "olmo": ("olmo", dict(llama, clip_qkv=0.8)),
    "olmo2": ("olmo2", llama),
    "olmo3": (
        "olmo3",
        dict(
            llama,
            sliding_window=4,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
            rope_parameters=dict(
                sliding_attention=dict(rope_type="default", rope_theta=50.0),
                full_attention=dict(rope_type="linear", rope_theta=70.0, factor=2.0),
            ),
        ),
    ),
    "olmoe": ("olmoe", dict(llama, num_experts=4, num_experts_per_tok=2, clip_qkv=0.8)),
    "starcoder2": ("starcoder2", dict(llama, sliding_window=5)),
    "stablelm": ("stablelm", dict(llama, head_dim=None, hidden_size=32, use_qkv_bias=True)),
    "stablelm side by side": ("stablelm", dict(llama, use_parallel_residual=True, partial_rotary_factor=0.5)),
    "cohere": ("cohere", dict(llama, logit_scale=0.3)),
    "cohere2": (
        "cohere2",
        dict(
            llama,
            sliding_window=4,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        ),
    ),
    "gpt2": ("gpt2", gpt2),
    "gpt2 with scores by layer": (
        "gpt2",
        dict(gpt2, scale_attn_by_inverse_layer_idx=True, activation_function="relu", n_inner=20),
    ),
    "gpt2 without a scale of scores": ("gpt2", dict(gpt2, scale_attn_weights=False)),
    "bert": ("bert", dict(bert, hidden_act="gelu_new")),
    "bert as a decoder": ("bert", dict(bert, is_decoder=True)),
    "roberta": ("roberta", dict(bert, pad_token_id=1)),
    "roberta with another padding": ("roberta", dict(bert, pad_token_id=3, layer_norm_eps=0.1)),
    "xlm-roberta": ("xlm-roberta", dict(bert, pad_token_id=1)),
    "camembert": ("camembert", dict(bert, pad_token_id=1)),
    "electra": ("electra", dict(bert, embedding_size=12)),
    "distilbert": (
        "distilbert",
        dict(vocab_size=31, dim=16, hidden_dim=24, n_layers=3, n_heads=4, max_position_embeddings=16),
    ),
}


def ids_of(vocabulary):
    """Token numbers from 5, so that none is padding."""
    return [[5 + (7 * (row * TOKENS + at) ** 2 + 3 * at) % (vocabulary - 5) for at in range(TOKENS)] for row in range(BATCH)]


def rounded(numbers):
    return [float(f"{number:.7g}") for number in numbers]


def case_of(family, given):
    config = CONFIG_MAPPING[family](**given)
    config._attn_implementation = "eager"
    is_masked = family in ("bert", "roberta", "xlm-roberta", "camembert", "electra", "distilbert")
    auto = AutoModelForMaskedLM if is_masked and not given.get("is_decoder") else AutoModelForCausalLM
    with tempfile.TemporaryDirectory() as folder:
        auto.from_config(config).save_pretrained(folder)
        path = os.path.join(folder, "model.safetensors")
        shapes = {name: list(value.shape) for name, value in load_file(path).items()}
        save_file({name: numbers_of(name, shape) for name, shape in shapes.items()}, path, {"format": "pt"})
        model = auto.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        saved = json.load(open(os.path.join(folder, "config.json")))
    ids = torch.tensor(ids_of(31))
    with torch.no_grad():
        logits = model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits.double()
    nats = -logits.log_softmax(-1)
    # Each token guesses the one behind it, the last the first.
    losses = nats.gather(2, ids.roll(-1, 1)[..., None])
    return dict(
        given=dict(given, model_type=family, architectures=saved["architectures"]),
        saved=saved,
        tensors=shapes,
        ids=ids.flatten().tolist(),
        losses=rounded(losses.flatten().tolist()),
        nats=rounded(nats[:, -1].flatten().tolist()),
    )


document = dict(
    source=f"transformers {transformers.__version__}, torch {torch.__version__}, in 32 bits",
    batch=dict(sequences=BATCH, tokens=TOKENS),
    cases={},
)
for name, (family, given) in cases.items():
    document["cases"][name] = case_of(family, given)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", "by-transformers.json"), "w") as file:
    file.write("{\n")
    rest = {key: document[key] for key in ("source", "batch")}
    file.write("".join(f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in rest.items()))
    lines = [f"{json.dumps(name)}: {json.dumps(case)}" for name, case in document["cases"].items()]
    file.write('"cases": {\n' + ",\n".join(lines) + "\n}}\n")
