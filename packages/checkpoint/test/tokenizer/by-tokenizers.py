"""Tokens of a text by Hugging Face's tokenizers. Writes golden/by-tokenizers.json.

    python by-tokenizers.py TEXT  # with transformers 5.18; TEXT is what small tokenizers are trained on
"""
import json
import os
import sys
import tempfile

import tokenizers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertTokenizer, GPT2Tokenizer, RobertaTokenizer

training = open(sys.argv[1], encoding="utf8").read()[:60000]
texts = [
    "In the beginning God created the heaven and the earth.\n\nAnd the earth was without form,  and void;",
    "Ægypt’s 1,234 naïve kings — 王国 said: “I’ll go!”\n\tThen\u00a0they went… 🙂",
    "unaffable UNAFFABLE x" + "y" * 120,
]


def trained(model, trainer, **parts):
    tokenizer = Tokenizer(model)
    for name, part in parts.items():
        setattr(tokenizer, name, part)
    tokenizer.train_from_iterator([training], trainer)
    return tokenizer


def case(library, files):
    return dict(
        files=files,
        ids=[library.encode(text, add_special_tokens=False) for text in texts],
        whole=library.encode("a"),
    )


class Fast:
    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def encode(self, text, add_special_tokens=True):
        return self.tokenizer.encode(text, add_special_tokens=add_special_tokens).ids


alphabet = pre_tokenizers.ByteLevel.alphabet()
byte_trainer = lambda special: trainers.BpeTrainer(
    vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False
)
byte_level = dict(pre_tokenizer=pre_tokenizers.ByteLevel(add_prefix_space=False), decoder=decoders.ByteLevel())
cases = {}

llama3 = trained(models.BPE(), byte_trainer(["<|begin|>"]), **byte_level)
llama3.post_processor = processors.TemplateProcessing(single="<|begin|> $A", special_tokens=[("<|begin|>", 0)])
cases["byte pairs with a token before the text"] = case(Fast(llama3), {"tokenizer.json": llama3.to_str()})

piece = trained(
    models.BPE(byte_fallback=True, unk_token="<unk>"),
    trainers.BpeTrainer(
        vocab_size=600, special_tokens=["<unk>", "<s>"] + [f"<0x{byte:02X}>" for byte in range(256)], show_progress=False
    ),
    normalizer=normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]),
)
piece.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
cases["byte pairs of sentence pieces"] = case(Fast(piece), {"tokenizer.json": piece.to_str()})

with tempfile.TemporaryDirectory() as folder:

    def saved(tokenizer):
        tokenizer.model.save(folder)
        names = sorted(os.listdir(folder))
        files = {name: open(os.path.join(folder, name), encoding="utf8").read() for name in names}
        for name in names:
            os.remove(os.path.join(folder, name))
        return files

    files = saved(trained(models.BPE(), byte_trainer(["<|endoftext|>"]), **byte_level))
    gpt2 = GPT2Tokenizer(vocab=json.loads(files["vocab.json"]), merges=[tuple(line.split(" ")) for line in files["merges.txt"].split("\n") if line and not line.startswith("#version")])
    cases["GPT-2"] = case(gpt2, files)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    files = saved(trained(models.BPE(), byte_trainer(special), **byte_level))
    roberta = RobertaTokenizer(vocab=json.loads(files["vocab.json"]), merges=[tuple(line.split(" ")) for line in files["merges.txt"].split("\n") if line and not line.startswith("#version")])
    cases["RoBERTa"] = case(roberta, files)
    pieces = trained(
        models.WordPiece(unk_token="[UNK]"),
        trainers.WordPieceTrainer(
            vocab_size=500, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False
        ),
        normalizer=normalizers.BertNormalizer(lowercase=True),
        pre_tokenizer=pre_tokenizers.BertPreTokenizer(),
    )
    files = saved(pieces)
    vocab = {word: place for place, word in enumerate(files["vocab.txt"].rstrip("\n").split("\n"))}
    cases["BERT"] = case(BertTokenizer(vocab=vocab, do_lower_case=True), files)
    cases["BERT with capitals"] = case(
        BertTokenizer(vocab=vocab, do_lower_case=False),
        dict(files, **{"tokenizer_config.json": json.dumps({"do_lower_case": False})}),
    )

document = dict(source=f"tokenizers {tokenizers.__version__}", texts=texts, cases=cases)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", "by-tokenizers.json"), "w") as file:
    json.dump(document, file)
    file.write("\n")
