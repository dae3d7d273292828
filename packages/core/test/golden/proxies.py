"""Writes proxies.json: scores of four architectures, for packages/core/test/proxy.

Matrices are listed here from their definitions, ZeroLM is summed in fractions, and NSC is integrated over the
Marchenko-Pastur law. Only the documents are shared with the product.

Run with NumPy 1.24 or later: python3 packages/core/test/golden/proxies.py
"""

import json
import math
import pathlib
from fractions import Fraction

import numpy

ATTENTION = {"kind": "attention", "heads": 4}
WEIGHTED = {"kind": "attention", "heads": 2, "weighted": True}
GROUPED = {"kind": "attention", "heads": 6, "keyValueHeads": 2, "headDim": 10, "bias": "none"}
DCT = {"kind": "fourier", "transform": "dct", "norm": False}
CONVOLUTION = {"kind": "convolution", "kernel": 5, "heads": 4}

MIXED = {
    "hidden": 64,
    "embedding": {"vocabulary": 100, "positions": 16, "tokenTypes": 2, "width": 32, "norm": True},
    "layers": [
        {"mixer": ATTENTION, "ffn": {"kind": "plain", "width": 256}},
        {"mixer": WEIGHTED, "ffn": {"kind": "plain", "width": 40, "stacks": 3}},
        {"mixer": DCT, "ffn": {"kind": "plain", "widths": [64, 48]}},
        {"mixer": CONVOLUTION, "ffn": {"kind": "gated", "width": 90}},
    ],
}
DECODER = {
    "kind": "decoder",
    "norm": "rms",
    "finalNorm": True,
    "hidden": 48,
    "embedding": {"vocabulary": 300},
    "head": {"vocabulary": "separate"},
    "initialiser": {"kind": "normal", "std": 0.05},
    "layers": [{"repeat": 5, "mixer": GROUPED, "ffn": {"kind": "gated", "width": 130}}],
}
ARCHITECTURES = {
    "mixed": MIXED,
    "mixed, Xavier": {**MIXED, "initialiser": {"kind": "xavier"}},
    "mixed, Kaiming": {**MIXED, "initialiser": {"kind": "kaiming", "distribution": "uniform"}},
    "decoder": DECODER,
}


def mixer_matrices(mixer, hidden):
    """(role, rows, cols, heads) of each matrix."""
    heads = mixer.get("heads")
    if mixer["kind"] == "fourier":
        return [("output", hidden, hidden, 1)]
    if mixer["kind"] == "convolution":
        half, kept, kernel = hidden // 2, heads // 2, mixer["kernel"]
        inputs = [(role, half, hidden, kept) for role in ("query", "key", "value")]
        separable = [("depthwise", hidden, kernel, 1), ("pointwise", half, hidden, 1)]
        return inputs + [("convolution", half, hidden, 1), *separable,
                         ("kernel", kept * kernel, half, 1), ("output", hidden, hidden, 1)]
    width = mixer.get("headDim", hidden // heads)
    grouped = mixer.get("keyValueHeads", heads)
    extra = [("multiplicative", heads * width, heads * width, 1)] if mixer.get("weighted") else []
    return [("query", heads * width, hidden, heads), ("key", grouped * width, hidden, grouped),
            ("value", grouped * width, hidden, grouped), ("output", hidden, heads * width, 1), *extra]


def ffn_matrices(ffn, hidden):
    if ffn["kind"] == "gated":
        width = ffn["width"]
        return [("gate", width, hidden, 1), ("up", width, hidden, 1), ("down", hidden, width, 1)]
    widths = ffn.get("widths") or [ffn["width"]] * ffn.get("stacks", 1)
    sizes = [hidden, *widths, hidden]
    return [("dense", rows, cols, 1) for cols, rows in zip(sizes, sizes[1:])]


def layers_of(architecture):
    return [layer for layer in architecture["layers"] for _ in range(layer.get("repeat", 1))]


def body(architecture):
    hidden = architecture["hidden"]
    for layer in layers_of(architecture):
        yield from (("attention", *matrix) for matrix in mixer_matrices(layer["mixer"], hidden))
        yield from (("ffn", *matrix) for matrix in ffn_matrices(layer["ffn"], hidden))


def variance(initialiser, rows, cols):
    if initialiser["kind"] == "xavier":
        return Fraction(2, rows + cols)
    if initialiser["kind"] == "kaiming":
        return Fraction(2, cols)
    return Fraction(initialiser["std"]) ** 2


def initialiser_of(architecture):
    return architecture.get("initialiser", {"kind": "normal", "std": 0.02})


def zerolm(architecture, alpha):
    share = {"attention": Fraction(alpha), "ffn": 1 - Fraction(alpha)}
    initialiser = initialiser_of(architecture)
    terms = (share[part] * max(rows, cols) * variance(initialiser, rows, cols)
             for part, _, rows, cols, _ in body(architecture))
    return float(sum(terms))


def shannon(ratio, x, intervals=1 << 15):
    root = math.sqrt(ratio)
    theta = numpy.arange(1, intervals) * (math.pi / intervals)
    t = (1 - root) ** 2 + 4 * root * numpy.cos(theta / 2) ** 2
    return 2 / intervals * math.fsum(numpy.sin(theta) ** 2 * numpy.log1p(x * t) / t)


def psi(rows, cols, entry_variance):
    smaller, larger = min(rows, cols), max(rows, cols)
    return smaller * shannon(smaller / larger, float(entry_variance * larger))


def pieces(architecture, split):
    """(count, rows, cols, the matrices that it is made of)."""
    for layer in layers_of(architecture):
        hidden = architecture["hidden"]
        matrices = mixer_matrices(layer["mixer"], hidden) + ffn_matrices(layer["ffn"], hidden)
        inputs = [m for m in matrices if split == "merged" and m[0] in ("query", "key", "value")]
        if inputs:
            yield 1, sum(rows for _, rows, _, _ in inputs), hidden, inputs
        for matrix in (m for m in matrices if m not in inputs):
            _, rows, cols, heads = matrix
            count = heads if split == "per-head" else 1
            yield count, rows // count, cols, [matrix]


def nsc(architecture, split, std):
    total = 0.0
    for count, rows, cols, whole in pieces(architecture, split):
        if std == "own":
            initialiser = initialiser_of(architecture)
            entries = [(r * c, variance(initialiser, r, c)) for _, r, c, _ in whole]
            entry_variance = sum(n * v for n, v in entries) / sum(n for n, _ in entries)
        else:
            given = {"kind": "xavier"} if std == "xavier" else {"kind": "normal", "std": std}
            entry_variance = variance(given, rows, cols)
        total += count * psi(rows, cols, entry_variance)
    return total


def mixer_vectors(mixer, hidden):
    if mixer["kind"] == "fourier":
        return hidden
    if mixer["kind"] == "convolution":
        return 5 * (hidden // 2) + mixer["heads"] // 2 * mixer["kernel"] + hidden
    return 0 if mixer.get("bias") == "none" else 4 * hidden


def ffn_vectors(ffn, hidden):
    return 0 if ffn["kind"] == "gated" else sum(rows for _, rows, _, _ in ffn_matrices(ffn, hidden))


def layer_parameters(layer, architecture):
    hidden = architecture["hidden"]
    norm = hidden if architecture.get("norm") == "rms" else 2 * hidden
    mixer, ffn = layer["mixer"], layer["ffn"]
    matrices = mixer_matrices(mixer, hidden) + ffn_matrices(ffn, hidden)
    norms = norm * (mixer.get("norm", True) + ffn.get("norm", True))
    return sum(r * c for _, r, c, _ in matrices) + mixer_vectors(mixer, hidden) + ffn_vectors(ffn, hidden) + norms


def parameters(architecture):
    """(total, without embeddings and vocabulary projection)"""
    hidden, embedding = architecture["hidden"], architecture["embedding"]
    width = embedding.get("width", hidden)
    tables = sum(embedding.get(key, 0) for key in ("vocabulary", "positions", "tokenTypes")) * width
    projection = 0 if width == hidden else hidden * width + hidden
    embeddings = tables + projection + (2 * width if embedding.get("norm") else 0)
    inner = sum(layer_parameters(layer, architecture) for layer in layers_of(architecture))
    inner += hidden if architecture.get("finalNorm") else 0
    separate = embedding["vocabulary"] * hidden if "head" in architecture else 0
    return embeddings + inner + separate, inner


def interaction(mixer, hidden, tokens):
    if mixer["kind"] == "fourier":
        return round(2.5 * (math.log2(hidden) + math.log2(tokens)) * hidden * tokens)
    if mixer["kind"] == "convolution":
        return 4 * tokens**2 * (hidden // 2) + 2 * tokens * mixer["kernel"] * (hidden // 2)
    return 4 * tokens**2 * mixer["heads"] * mixer.get("headDim", hidden // mixer["heads"])


def flops(architecture, tokens):
    hidden, embedding = architecture["hidden"], architecture["embedding"]
    width = embedding.get("width", hidden)
    entries = sum(rows * cols for _, _, rows, cols, _ in body(architecture))
    entries += 0 if width == hidden else hidden * width
    entries += embedding["vocabulary"] * hidden if "head" in architecture else 0
    return 2 * tokens * entries + sum(
        interaction(layer["mixer"], hidden, tokens) for layer in layers_of(architecture))


def scores(architecture):
    total, inner = parameters(architecture)
    yield "parameters", {}, total
    yield "nonEmbeddingParameters", {}, inner
    for tokens in (128, 512):
        yield "flops", {"sequence": tokens}, flops(architecture, tokens)
    for alpha in ("0.5", "0", "1", "0.7", "-0.3", "0.123457"):
        yield "zerolm", {"alpha": float(alpha)}, zerolm(architecture, alpha)
    for split in ("per-head", "whole", "merged"):
        for std in (0.02, "xavier", "own"):
            yield "nsc", {"nscAttention": split, "std": std}, nsc(architecture, split, std)


def main():
    cases = [
        {"architecture": name, "proxy": proxy, "options": options, "score": score}
        for name, architecture in ARCHITECTURES.items()
        for proxy, options, score in scores(architecture)
    ]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases)
    documents = json.dumps(ARCHITECTURES, separators=(",", ":"))
    text = f'{{"architectures":{documents},\n"cases":[\n{lines}\n]}}\n'
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()
