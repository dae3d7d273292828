"""Adapters as the installed PEFT saves and merges them: adapters.py FOLDER writes, for each case, CASE/base, CASE/adapter and CASE/merged."""

import os
import sys

import torch
from peft import LoraConfig, get_peft_model
from transformers import GPT2Config, LlamaConfig, Qwen2Config, AutoModelForCausalLM

sizes = {"vocab_size": 11, "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 3}
heads = {"num_attention_heads": 4, "num_key_value_heads": 2}
tokens = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
bases = {
    "llama": LlamaConfig(**sizes, **heads, **tokens, attention_bias=True, tie_word_embeddings=False),
    "qwen2": Qwen2Config(**sizes, **heads, **tokens, tie_word_embeddings=True),
    "gpt2": GPT2Config(vocab_size=11, n_embd=8, n_layer=3, n_head=2, n_positions=6, **tokens),
}
attention = ["q_proj", "k_proj", "v_proj", "o_proj"]
cases = {
    "plain": ("llama", {"r": 2, "lora_alpha": 6, "target_modules": attention}),
    "all-linear": ("llama", {"r": 3, "lora_alpha": 5, "target_modules": "all-linear"}),
    "regular expression": ("llama", {"r": 2, "target_modules": r".*layers\.[02]\.mlp\.(up|down)_proj"}),
    "rslora": ("qwen2", {"r": 4, "lora_alpha": 6, "use_rslora": True, "target_modules": attention}),
    "patterns": (
        "llama",
        {
            "r": 2,
            "lora_alpha": 3,
            "target_modules": [*attention, "up_proj"],
            "rank_pattern": {"q_proj": 4, r"layers\.1\.mlp\.up_proj": 1, "^model.layers.2.self_attn.k_proj": 3},
            "alpha_pattern": {"v_proj": 7, r"model\.layers\.[01]\..*o_proj": 9, "layers.2.mlp.up_proj": 1},
        },
    ),
    "patterns and rslora": (
        "llama",
        {"r": 2, "use_rslora": True, "rank_pattern": {"o_proj": 4}, "alpha_pattern": {"q_proj": 1}, "target_modules": attention},
    ),
    "bias all": ("qwen2", {"r": 2, "bias": "all", "target_modules": ["q_proj", "o_proj"]}),
    "bias lora_only": ("llama", {"r": 2, "bias": "lora_only", "target_modules": ["q_proj", "v_proj"]}),
    "modules_to_save": ("llama", {"r": 2, "target_modules": ["q_proj"], "modules_to_save": ["lm_head", "embed_tokens", "norm"]}),
    "fan_in_fan_out": ("gpt2", {"r": 2, "fan_in_fan_out": True, "bias": "all", "target_modules": ["c_attn", "c_proj", "c_fc"]}),
}

for number, (name, (base, options)) in enumerate(cases.items()):
    torch.manual_seed(number)
    model = AutoModelForCausalLM.from_config(bases[base])
    with torch.no_grad():
        for one in model.parameters():
            one.normal_(std=0.3)
    model.save_pretrained(os.path.join(sys.argv[1], name, "base"))
    adapted = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **options))
    with torch.no_grad():
        for one in adapted.parameters():
            if one.requires_grad:
                one.normal_(std=0.3)
    adapted.save_pretrained(os.path.join(sys.argv[1], name, "adapter"))
    adapted.merge_and_unload().save_pretrained(os.path.join(sys.argv[1], name, "merged"))
