"""SNIP of the networks in a JSON file by torch, on one thread: probe_snip.py FILE.

Milliseconds a network, everything included: with weights that are views of one pool of normals, as zerolm has them, and with weights that are
drawn for each network, as torch has them.
"""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
SEQUENCES, TOKENS, STD = 8, 64, 0.02
POOL = torch.randn(2**20 + 30522 * 384)


def view(shape, seed):
    start = seed * 7919 % 2**20
    return POOL[start : start + math.prod(shape)].view(shape) * STD


def drawn(shape, _seed):
    return torch.empty(shape).normal_(0, STD)


def snip(network, make):
    hidden, heads, width = network["hidden"], network["heads"], network["width"]
    causal = network["decoder"]
    weights = []

    def weight(rows, cols):
        made = make((rows, cols), len(weights)).requires_grad_()
        weights.append(made)
        return made

    def norm(x):
        return F.layer_norm(x, (hidden,))

    def split(x):
        return x.view(SEQUENCES, TOKENS, heads, -1).transpose(1, 2)

    def attention(x):
        q, k, v = (split(x @ weight(hidden, hidden).T) for _ in range(3))
        scores = q @ k.transpose(2, 3) / math.sqrt(hidden // heads)
        if causal:
            scores = scores + MASK
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(-1, hidden)
        return mixed @ weight(hidden, hidden).T

    def ffn(x):
        return F.gelu(x @ weight(width, hidden).T) @ weight(hidden, width).T

    ids = torch.randint(30522, (SEQUENCES * TOKENS,))
    x = make((30522, hidden), 0)[ids] if make is drawn else POOL[: 30522 * hidden].view(-1, hidden)[ids] * STD
    x = x + make((512, hidden), 1)[:TOKENS].repeat(SEQUENCES, 1)
    if not causal:
        x = norm(x)
    for _ in range(network["depth"]):
        for part in (attention, ffn):
            x = x + part(norm(x)) if causal else norm(x + part(x))
    if causal:
        x = norm(x)
    loss = (x * POOL[: x.numel()].view(x.shape)).sum() / x.shape[0]
    slopes = torch.autograd.grad(loss, weights)
    return sum((one * slope).abs().sum().item() for one, slope in zip(weights, slopes))


MASK = torch.full((TOKENS, TOKENS), -math.inf).triu(1)
networks = json.load(open(sys.argv[1]))
figures = {}
for name, make in ("views of a pool", view), ("drawn", drawn):
    snip(networks[0], make)
    started = time.perf_counter()
    for one in networks:
        snip(one, make)
    figures[name] = (time.perf_counter() - started) * 1000 / len(networks)
print(json.dumps(figures))
