"""
Three published scores of the GPT-2 decoders of LiteTransformerSearch that zerolm's own networks do not explain, computed by PyTorch as LPZero computes
them: jacobianCosine from the gradient of the table of positions, grasp of all tokens of a text with dropout, and logSynflow of a network whose norms,
activations and softmax are kept. Prints for every setting Kendall's tau with -perplexity and with the published scores.

python published_gpt2.py FOLDER TEXT [--tokenizer FOLDER] [--every N] [--seed N] [--device cuda] [--setting NAME]

FOLDER is random_GPT2_wt103. TEXT is an English text, such as the validation part of WikiText-103. With --tokenizer it is read by GPT-2's tokenizer (a
folder with vocab.json and merges.txt), otherwise by words, the most frequent of which is token 0 and so on.
"""

import argparse
import collections
import glob
import json
import math
import os
import re

import torch
import yaml
from torch.nn.functional import dropout, gelu, layer_norm, log_softmax

SEQUENCES, TOKENS = 16, 192


class Decoder:
    """A decoder with random weights as LPZero initialises them; layers of their own heads and FFN widths."""

    def __init__(self, config, generator, device):
        self.config = config
        self.hidden, self.depth = config["d_model"], config["n_layer"]

        def normal(*shape, std=0.02):
            return (torch.randn(*shape, generator=generator) * std).to(device)

        out = 0.02 / math.sqrt(2 * self.depth)
        hidden = self.hidden
        self.layers = [
            {
                "attention": normal(hidden, 3 * hidden),
                "output": normal(hidden, hidden, std=out),
                "up": normal(hidden, width),
                "down": normal(width, hidden, std=out),
            }
            for width in config["d_inner"]
        ]
        self.positions = normal(TOKENS, hidden)
        vocabulary, width, shrink = config["n_token"], config["d_embed"], config["div_val"]
        ends = [end for end in config["cutoffs"] if end < vocabulary] + [vocabulary]
        self.ends = [0, *ends]
        clusters = len(ends)
        widths = [width // shrink**index for index in range(clusters)]
        if shrink == 1:
            table = normal(vocabulary, width)
            self.tables = [table[start:end] for start, end in zip(self.ends, ends)]
        else:
            self.tables = [normal(end - start, one) for start, end, one in zip(self.ends, ends, widths)]
        whole = shrink == 1 and width == hidden
        self.into = [None if whole else normal(hidden, one, std=0.01) for one in widths]
        tied = config["tie_projs"][:clusters]
        self.out = [into if tied[index] or whole else normal(*into.shape, std=0.01) for index, into in enumerate(self.into)]
        if shrink == 1 and not whole:
            self.into = [self.into[0]] * clusters
        self.cluster = normal(clusters - 1, width) if clusters > 1 else None

    def embedded(self, ids):
        result = torch.zeros(*ids.shape, self.hidden, device=ids.device)
        for start, end, table, into in zip(self.ends, self.ends[1:], self.tables, self.into):
            here = (ids >= start) & (ids < end)
            found = table[ids[here] - start]
            result[here] = found if into is None else found @ into.T
        return result * math.sqrt(self.hidden)

    def states(self, embedded, drop, masked=-1e4):
        """The last hidden states. `masked` is what replaces the logits of attention to later tokens."""
        x = embedded + self.positions[: embedded.shape[1]]
        tokens = x.shape[1]
        seen = torch.tril(torch.ones(tokens, tokens, dtype=torch.bool, device=x.device))
        ones = torch.ones(self.hidden, dtype=x.dtype, device=x.device)
        for layer, heads in zip(self.layers, self.config["n_head"]):
            q, k, v = (
                part.unflatten(-1, (heads, -1)).transpose(1, 2)
                for part in (layer_norm(x, (self.hidden,), ones) @ layer["attention"]).chunk(3, -1)
            )
            logits = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
            shares = dropout(torch.where(seen, logits, masked).softmax(-1), drop)
            mixed = (shares @ v).transpose(1, 2).flatten(2)
            x = x + dropout(mixed @ layer["output"], drop)
            inner = gelu(layer_norm(x, (self.hidden,), ones) @ layer["up"], approximate="tanh")
            x = x + dropout(inner @ layer["down"], drop)
        return layer_norm(x, (self.hidden,), ones)

    def head(self, states):
        """Logits of the first cluster, and of the other clusters as wholes."""
        rows = self.tables[0] if self.cluster is None else torch.cat([self.tables[0], self.cluster])
        return self.projected(states, 0) @ rows.T

    def projected(self, states, cluster):
        return states if self.out[cluster] is None else states @ self.out[cluster]

    def loss(self, states, targets):
        """Mean cross-entropy of the adaptive softmax."""
        states, targets = states.flatten(0, 1), targets.flatten()
        first = log_softmax(self.head(states), -1)
        size, total = self.ends[1], torch.zeros((), device=states.device)
        here = targets < size
        total = total - first[here].gather(1, targets[here, None]).sum()
        for index in range(1, len(self.tables)):
            start, end = self.ends[index : index + 2]
            here = (targets >= start) & (targets < end)
            if not here.any():
                continue
            within = log_softmax(self.projected(states[here], index) @ self.tables[index].T, -1)
            chosen = within.gather(1, (targets[here] - start)[:, None])[:, 0]
            total = total - (first[here, size + index - 1] + chosen).sum()
        return total / targets.numel()


def jacobian_cosine(decoder, ids, targets, drop=0.1, share=1.0):
    """1 - half the mean of |cosine|^(1/20) of two features of the gradient of the table of positions."""
    decoder.positions.requires_grad_(True)
    states = decoder.states(decoder.embedded(ids), drop)
    if share < 1:
        generator = torch.Generator().manual_seed(0)
        chosen = torch.rand(targets.shape, generator=generator).to(targets.device) < share
        states, targets = states[chosen][None], targets[chosen][None]
    (jacobian,) = torch.autograd.grad(decoder.loss(states, targets), decoder.positions)
    rows = jacobian.T / jacobian.T.norm(dim=1, keepdim=True)
    cosines = (rows @ rows.T).fill_diagonal_(0)
    count = rows.shape[0]
    return 1 - (cosines.abs() ** (1 / 20)).sum().item() / 2 / (count**2 - count)


def grasp(decoder, ids, targets, drop=0.1):
    """-sum of W * Hg, with another dropout in g than in H."""
    weights = [weight.requires_grad_(True) for layer in decoder.layers for weight in layer.values()]

    def gradients(**more):
        return torch.autograd.grad(decoder.loss(decoder.states(decoder.embedded(ids), drop), targets), weights, **more)

    fixed = gradients()
    product = sum((one * other).sum() for one, other in zip(fixed, gradients(create_graph=True)))
    curved = torch.autograd.grad(product, weights)
    return -sum((weight * one).sum().item() for weight, one in zip(weights, curved))


def log_synflow(decoder, drop=0.1, masked=1e4):
    """Sum of |W| |ln |dR/dW||, R the sum of the logits for an input of ones, all weights absolute, in 64 bits."""
    for layer in decoder.layers:
        for name, weight in layer.items():
            layer[name] = weight.abs().double().requires_grad_(True)
    decoder.positions = decoder.positions.detach().abs().double()
    decoder.tables = [table.abs().double() for table in decoder.tables]
    decoder.out = [None if out is None else out.abs().double() for out in decoder.out]
    decoder.cluster = None if decoder.cluster is None else decoder.cluster.abs().double()
    ones = torch.ones(1, TOKENS, decoder.hidden, dtype=torch.float64, device=decoder.positions.device)
    weights = [weight for layer in decoder.layers for weight in layer.values()]
    gradients = torch.autograd.grad(decoder.head(decoder.states(ones, drop, masked)).sum(), weights)
    return sum(
        (weight * gradient.abs().log().abs()).sum().item() for weight, gradient in zip(weights, gradients)
    )


def tokens_of(text, vocabulary, tokenizer):
    """The tokens of a text by the tokenizer of a folder, or its words by their rank."""
    if tokenizer:
        from tokenizers import ByteLevelBPETokenizer

        files = [os.path.join(tokenizer, name) for name in ["vocab.json", "merges.txt"]]
        return ByteLevelBPETokenizer(*files).encode(text).ids
    words = re.findall(r"\w+|[^\w\s]", text.lower())
    rank = {word: place for place, (word, _) in enumerate(collections.Counter(words).most_common())}
    return [min(rank[word], vocabulary - 1) for word in words]


def texts(options, vocabulary):
    """Sequences of a text, each with the tokens that follow, and the same of uniform tokens."""
    with open(options.text, encoding="utf8") as file:
        ids = torch.tensor(tokens_of(file.read(), vocabulary, options.tokenizer))
    rows = ids[: ids.numel() // SEQUENCES * SEQUENCES].view(SEQUENCES, -1)[:, : TOKENS + 1]
    drawn = torch.randint(vocabulary, rows.shape, generator=torch.Generator().manual_seed(0))
    device = options.device
    return {name: (one[:, :-1].to(device), one[:, 1:].to(device)) for name, one in [("read", rows), ("uniform", drawn)]}


# What differs from the published setting, and the score of a decoder so.
SETTINGS = {
    "jacobian_cosine": lambda decoder, text: jacobian_cosine(decoder, *text["read"]),
    "jacobian_cosine, no dropout": lambda decoder, text: jacobian_cosine(decoder, *text["read"], drop=0.0),
    "jacobian_cosine, 15 % of the tokens": lambda decoder, text: jacobian_cosine(decoder, *text["read"], share=0.15),
    "jacobian_cosine, 2 sequences": lambda decoder, text: jacobian_cosine(decoder, *(one[:2] for one in text["read"])),
    "jacobian_cosine, uniform tokens": lambda decoder, text: jacobian_cosine(decoder, *text["uniform"]),
    "grasp": lambda decoder, text: grasp(decoder, *text["read"]),
    "grasp, no dropout": lambda decoder, text: grasp(decoder, *text["read"], drop=0.0),
    "logsynflow": lambda decoder, text: log_synflow(decoder),
    "logsynflow, no dropout": lambda decoder, text: log_synflow(decoder, drop=0.0),
    "logsynflow, causal": lambda decoder, text: log_synflow(decoder, drop=0.0, masked=-1e4),
}


def kendall(one, other):
    """Tau-b, as everywhere in zerolm."""
    agreed, ties = 0, [0, 0]
    for i in range(len(one)):
        for j in range(i):
            a, b = one[i] - one[j], other[i] - other[j]
            agreed += (a > 0) - (a < 0) if b > 0 else (a < 0) - (a > 0) if b < 0 else 0
            ties[0] += a == 0
            ties[1] += b == 0
    pairs = len(one) * (len(one) - 1) / 2
    return agreed / math.sqrt((pairs - ties[0]) * (pairs - ties[1]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("text")
    parser.add_argument("--tokenizer")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1111)
    parser.add_argument("--setting", action="append", choices=list(SETTINGS), help="default: all")
    options = parser.parse_args()

    def read(name):
        with open(os.path.join(options.folder, name)) as file:
            return yaml.safe_load(file)

    paths = sorted(glob.glob(os.path.join(options.folder, "config_*", "j*", "model_config.yaml")))[:: options.every]
    names = ["_".join(path.split(os.sep)[-3:-1]) for path in paths]
    perplexities = read("ppl_summary.yaml")
    quality = [-perplexities[name]["valid_ppl"] for name in names]
    text, columns = None, collections.defaultdict(list)
    for path in paths:
        with open(path) as file:
            config = yaml.safe_load(file)
        text = text or texts(options, config["n_token"])
        for setting in options.setting or SETTINGS:
            torch.manual_seed(options.seed)
            decoder = Decoder(config, torch.Generator().manual_seed(options.seed), options.device)
            columns[setting].append(SETTINGS[setting](decoder, text))
    for setting, values in columns.items():
        published = read(setting.split(",")[0] + "_scores_seed_1111.yaml")
        theirs = [published[name] for name in names]
        figures = {
            "setting": setting,
            "networks": len(names),
            "finite": sum(map(math.isfinite, values)),
            "least": min(values),
            "greatest": max(values),
            "tau": kendall(values, quality),
            "published": kendall(theirs, quality),
            "agreement": kendall(values, theirs),
        }
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
