"""Trains an ordinary Llama over bytes, of any depth, and writes it as transformers does.

    python llama.py TEXT FOLDER --depth 12 --hidden 192 --heads 6 --kv-heads 2 --ffn 512

Pruning is tuned on one model of 8 layers. This script makes models of other depths, on which
docs/pruning.md checks what was tuned. It needs torch alone, with or without CUDA. The last layer of
the network, its embeddings and its norms are as `LlamaForCausalLM` has them; embeddings are tied.
"""

import argparse
import json
import math
import os
import struct
import time

import torch
from torch import nn
from torch.nn import functional

CONTEXT = 128


class Block(nn.Module):
    """A layer: attention with rotary positions and grouped heads, and a gated FFN, norms before both."""

    def __init__(self, size):
        super().__init__()
        width = size.hidden // size.heads
        self.heads, self.kv_heads, self.width = size.heads, size.kv_heads, width
        linear = lambda inputs, outputs: nn.Linear(inputs, outputs, bias=False)
        self.q_proj = linear(size.hidden, size.heads * width)
        self.k_proj = linear(size.hidden, size.kv_heads * width)
        self.v_proj = linear(size.hidden, size.kv_heads * width)
        self.o_proj = linear(size.heads * width, size.hidden)
        self.gate_proj = linear(size.hidden, size.ffn)
        self.up_proj = linear(size.hidden, size.ffn)
        self.down_proj = linear(size.ffn, size.hidden)
        self.input_layernorm = nn.RMSNorm(size.hidden, eps=1e-6)
        self.post_attention_layernorm = nn.RMSNorm(size.hidden, eps=1e-6)

    def attend(self, x, rotate):
        split = lambda y, heads: y.view(*y.shape[:2], heads, self.width).transpose(1, 2)
        query = rotate(split(self.q_proj(x), self.heads))
        key = rotate(split(self.k_proj(x), self.kv_heads))
        value = split(self.v_proj(x), self.kv_heads)
        share = self.heads // self.kv_heads
        key, value = (y.repeat_interleave(share, 1) for y in (key, value))
        mixed = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        return self.o_proj(mixed.transpose(1, 2).flatten(2))

    def forward(self, x, rotate):
        x = x + self.attend(self.input_layernorm(x), rotate)
        y = self.post_attention_layernorm(x)
        return x + self.down_proj(functional.silu(self.gate_proj(y)) * self.up_proj(y))


class Llama(nn.Module):
    """tokens (batch, length) → scores of the next byte (batch, length, 256)."""

    def __init__(self, size):
        super().__init__()
        self.embed_tokens = nn.Embedding(256, size.hidden)
        self.layers = nn.ModuleList(Block(size) for _ in range(size.depth))
        self.norm = nn.RMSNorm(size.hidden, eps=1e-6)
        width = size.hidden // size.heads
        angles = torch.outer(torch.arange(CONTEXT), 10000.0 ** (-torch.arange(0, width, 2) / width))
        self.register_buffer("angles", torch.cat([angles, angles], -1), persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                out = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(weight, std=0.02 / math.sqrt(2 * size.depth) if out else 0.02)

    def forward(self, tokens):
        angles = self.angles[: tokens.shape[1]]
        turn = lambda y: torch.cat([-y[..., y.shape[-1] // 2 :], y[..., : y.shape[-1] // 2]], -1)
        rotate = lambda y: y * angles.cos() + turn(y) * angles.sin()
        x = self.embed_tokens(tokens)
        for layer in self.layers:
            x = layer(x, rotate)
        return functional.linear(self.norm(x), self.embed_tokens.weight)


def batches(text, size, device):
    """Random windows of CONTEXT + 1 bytes, the same ones for the same seed."""
    draw = torch.Generator().manual_seed(size.seed)
    steps = torch.arange(CONTEXT + 1)
    for _ in range(size.steps):
        starts = torch.randint(len(text) - CONTEXT, (size.batch, 1), generator=draw)
        yield text[starts + steps].long().to(device)


def train(text, size, device):
    torch.manual_seed(size.seed)
    model = Llama(size).to(device)
    matrices = [p for p in model.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if p.dim() != 2]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=size.rate, betas=(0.9, 0.95))
    warm = max(1, size.steps // 20)
    rate = lambda step: min((step + 1) / warm, 0.02 + 0.98 * (1 + math.cos(math.pi * step / size.steps)) / 2)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    began = time.time()
    for step, window in enumerate(batches(text, size, device)):
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            scores = model(window[:, :-1])
        loss = functional.cross_entropy(scores.flatten(0, 1).float(), window[:, 1:].flatten())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 250 == 0 or step + 1 == size.steps:
            print(f"step {step}: {loss.item():.4f} nats a byte, {time.time() - began:.0f} s", flush=True)
    return model


def loss_on(model, text, windows, device):
    """Nats a byte; window i predicts bytes 128 i + 1 … 128 i + 128 from those before them in the window."""
    total = 0.0
    with torch.no_grad():
        for i in range(windows):
            window = text[i * CONTEXT : (i + 1) * CONTEXT + 1].long().to(device)
            total += functional.cross_entropy(model(window[None, :-1])[0], window[1:]).item()
    return total / windows


def tensors_of(model):
    """Tensors by the names that transformers gives them."""
    for name, tensor in model.state_dict().items():
        parts = name.split(".")
        if parts[-2].endswith("_proj"):
            inside = "self_attn" if parts[-2][0] in "qkvo" and parts[-2] != "up_proj" else "mlp"
            parts.insert(-2, inside)
        yield "model." + ".".join(parts), tensor


def save(model, size, folder):
    os.makedirs(folder, exist_ok=True)
    header, blocks, place = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in tensors_of(model):
        block = tensor.detach().to("cpu", torch.bfloat16).contiguous().view(torch.uint8).numpy().tobytes()
        header[name] = {"dtype": "BF16", "shape": list(tensor.shape), "data_offsets": [place, place + len(block)]}
        blocks.append(block)
        place += len(block)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(folder, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blocks))
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": 256,
        "hidden_size": size.hidden,
        "intermediate_size": size.ffn,
        "num_hidden_layers": size.depth,
        "num_attention_heads": size.heads,
        "num_key_value_heads": size.kv_heads,
        "head_dim": size.hidden // size.heads,
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "max_position_embeddings": CONTEXT,
        "rms_norm_eps": 1e-06,
        "rope_theta": 10000.0,
        "initializer_range": 0.02,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
    }
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(config, file, indent=2)


def main():
    take = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    take.add_argument("text", help="training text, read as bytes")
    take.add_argument("folder", help="where to write config.json and model.safetensors")
    for name, default in [("depth", 12), ("hidden", 192), ("heads", 6), ("kv-heads", 2), ("ffn", 512)]:
        take.add_argument(f"--{name}", type=int, default=default)
    take.add_argument("--steps", type=int, default=3000)
    take.add_argument("--batch", type=int, default=64, help="windows of 128 bytes a step")
    take.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    take.add_argument("--seed", type=int, default=0)
    take.add_argument("--eval", help="a text to report the loss on: its first 64 windows")
    size = take.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    text = torch.frombuffer(bytearray(open(size.text, "rb").read()), dtype=torch.uint8)
    model = train(text, size, device)
    save(model, size, size.folder)
    if size.eval:
        unseen = torch.frombuffer(bytearray(open(size.eval, "rb").read()), dtype=torch.uint8)
        model.to(torch.bfloat16).float()
        print(f"{size.eval}: {loss_on(model, unseen, 64, device):.4f} nats a byte in 64 windows")


main()
