"""Counts the parameters of configs with transformers, each tensor once, on the meta device, where nothing is stored.

One config a line comes in, one line of JSON goes out: {"count": 123} or {"error": "..."}; first a line with the version.
"""

import json
import sys
import warnings

import torch
import transformers
from transformers import AutoConfig, AutoModel

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()


def count(config):
    keys = {key: value for key, value in config.items() if key != "model_type"}
    built = AutoConfig.for_model(config["model_type"], **keys)
    name = (config.get("architectures") or [None])[0]
    with torch.device("meta"):
        model = getattr(transformers, name)(built) if name else AutoModel.from_config(built)
    model.tie_weights()
    return sum(tensor.numel() for tensor in {id(one): one for one in model.parameters()}.values())


print(json.dumps({"transformers": transformers.__version__}), flush=True)
for line in sys.stdin:
    try:
        print(json.dumps({"count": count(json.loads(line))}), flush=True)
    except Exception as error:  # whatever a config makes of a model is an answer
        print(json.dumps({"error": f"{type(error).__name__}: {str(error)[:200]}"}), flush=True)
