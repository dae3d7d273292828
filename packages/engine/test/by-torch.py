"""Loss and sum |W * G| of small networks by torch, from the same numbers. Reads one JSON document, writes another."""
import json
import math
import sys

import torch
import torch.nn.functional as F

given = json.load(sys.stdin)
torch.set_default_dtype(torch.float64)
weights = {
    name: torch.tensor(one["data"]).reshape(one["shape"]).requires_grad_() for name, one in given["weights"].items()
}
sequences, tokens = given["sequences"], given["tokens"]


def linear(x, name):
    return x @ weights[name].T


def norm(x):
    return F.layer_norm(x, x.shape[-1:], eps=1e-5)


def heads(x, count):
    return x.reshape(sequences, tokens, count, -1).transpose(1, 2)


def attention(x, at):
    q, k, v = (heads(linear(x, f"{at}.attention.{role}"), given["heads"]) for role in ("query", "key", "value"))
    scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])
    if given["causal"]:
        scores = scores.masked_fill(torch.triu(torch.ones(tokens, tokens), 1) > 0, -math.inf)
    mixed = scores.softmax(-1) @ v
    return linear(mixed.transpose(1, 2).reshape(sequences * tokens, -1), f"{at}.attention.output")


def ffn(x, at):
    return linear(F.gelu(linear(x, f"{at}.ffn.up")), f"{at}.ffn.down")


ids = torch.tensor(given["ids"])
x = weights["embedding.vocabulary"][ids] + weights["embedding.position"][torch.arange(tokens).repeat(sequences)]
if "embedding.tokenType" in weights:
    x = x + weights["embedding.tokenType"][0]
if given["embeddingNorm"]:
    x = norm(x)
if "embedding.projection" in weights:
    x = linear(x, "embedding.projection")
for layer in range(given["depth"]):
    for part in (attention, ffn):
        at = f"layers.{layer}"
        x = x + part(norm(x), at) if given["preNorm"] else norm(x + part(x, at))
if given["preNorm"]:
    x = norm(x)
loss = (x * torch.tensor(given["cotangent"]).reshape(x.shape)).sum() / x.shape[0]
inner = [name for name in weights if name.startswith("layers.")]
slopes = torch.autograd.grad(loss, [weights[name] for name in inner], create_graph=True)
dot = sum((slope * slope.detach()).sum() for slope in slopes)
curved = torch.autograd.grad(dot, [weights[name] for name in inner])
json.dump(
    {
        "loss": loss.item(),
        "snip": {name: (weights[name] * slope).abs().sum().item() for name, slope in zip(inner, slopes)},
        "grasp": {name: (weights[name] * curve).sum().item() for name, curve in zip(inner, curved)},
    },
    sys.stdout,
)
